/** Looks into a recording before anything is started with it, so that a wrong file is said at once and where the person looks. */
import { basename } from 'node:path';
import type { InstrumentConfiguration } from '../../../operator/desired/index.js';
import { RelaisError, type Settings } from '../../../registry/index.js';
import { FeedReader, findByName, readFeedFile } from '../../market/feeds/index.js';

/** So much of a recording is read; damage further on is told by the region's status when it is reached. */
const LOOKED_AT_BYTES_MAX = 1_048_576;

/**
 * Reads the beginning of `file` as a feed of `instrument` would.
 * Errors: those of FeedReader and readFeedFile, RELAIS_E_FEED_OTHER_INSTRUMENT when all of it was read and none was for the instrument.
 */
export async function checkRecording(
  file: string,
  instrument: Pick<InstrumentConfiguration, 'symbol' | 'priceScale' | 'quantityScale'>,
  settings: Pick<Settings, 'feedLineBytesMax' | 'feedBadLinesMax'>,
): Promise<void> {
  const { symbol, priceScale, quantityScale } = instrument;
  const find = findByName([{ instrument: 0, symbol, priceScale, quantityScale }], basename(file));
  const reader = new FeedReader(find, { lineBytesMax: settings.feedLineBytesMax, badLinesMax: settings.feedBadLinesMax });
  let events = 0;
  const emit = (): void => void events++;
  let bytes = 0;
  try {
    for await (const chunk of readFeedFile(file)) {
      reader.push(chunk, emit);
      bytes += chunk.length;
      if (bytes >= LOOKED_AT_BYTES_MAX) return;
    }
    reader.end(emit);
  } catch (error) {
    if (!(error instanceof RelaisError) || error.detail.includes(file)) throw error;
    throw new RelaisError(error.code, error.detail === '' ? file : `${file}: ${error.detail}`, { cause: error });
  }
  if (events > 0) return;
  const why = reader.badLines > 0 ? `${reader.badLines} bad lines, last: ${reader.lastBadLine}` : `${reader.lines} lines`;
  throw new RelaisError('RELAIS_E_FEED_OTHER_INSTRUMENT', `${file}, ${symbol}: ${why}`);
}
