import { basename, resolve } from 'node:path';
import type { NodeConfiguration } from '../../../operator/desired/index.js';
import { RelaisError, readSettings } from '../../../registry/index.js';
import { checkRecording } from './recording-check.js';

/**
 * Puts a recording in the place of a feed: `FILE`, or `REGION/SYMBOL=FILE`. Without a name, the feed whose symbol the file's name contains
 * (EURUSD.REF for fx_eurusd_….csv.gz), else the first feed of the mesh. `speed` 1 is the recording's own pace.
 * Errors: RELAIS_E_USAGE when no such feed exists, and those of checkRecording.
 */
export async function withRecording(
  configurations: readonly NodeConfiguration[],
  option: string,
  speed: number,
): Promise<NodeConfiguration[]> {
  const equals = option.indexOf('=');
  const name = equals < 0 ? '' : option.slice(0, equals);
  const file = resolve(option.slice(equals + 1));
  const feeds = configurations.flatMap(({ region, instruments }) =>
    instruments.filter(({ kind }) => kind === 'feed').map(({ symbol }) => ({ region: region.name, symbol })),
  );
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const chosen =
    name === ''
      ? (feeds.find(({ symbol }) => letters(basename(file)).includes(letters(symbol.split('.')[0] ?? symbol))) ?? feeds[0])
      : feeds.find(({ region, symbol }) => name === symbol || name === `${region}/${symbol}`);
  if (chosen === undefined) {
    throw new RelaisError(
      'RELAIS_E_USAGE',
      `--feed ${option}: feeds are ${feeds.map(({ region, symbol }) => `${region}/${symbol}`).join(', ')}`,
    );
  }
  const changed: NodeConfiguration[] = [];
  for (const configuration of configurations) {
    const instrument = configuration.instruments.find(({ symbol }) => symbol === chosen.symbol);
    if (configuration.region.name !== chosen.region || instrument === undefined) {
      changed.push(configuration);
      continue;
    }
    await checkRecording(file, instrument, readSettings(configuration.settings));
    const replayed = { ...instrument, feed: { replay: { file, speedPercent: Math.round(speed * 100) } } };
    changed.push({ ...configuration, instruments: configuration.instruments.map((one) => (one === instrument ? replayed : one)) });
  }
  return changed;
}

/** `--speed`. Errors: RELAIS_E_USAGE. */
export function speedOf(text: string): number {
  const speed = Number(text);
  if (!(speed >= 0.01 && speed <= 10_000)) throw new RelaisError('RELAIS_E_USAGE', `--speed ${text}: a number between 0.01 and 10000`);
  return speed;
}
