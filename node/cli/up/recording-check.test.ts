import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../registry/index.js';
import { checkRecording } from './recording-check.js';

const TRADES = [
  'recv_ns,event_ms,trade_ms,venue,symbol,trade_id,price,qty,buyer_maker,type',
  '1723161254087896568,1723161255343,1723161255342,spot,BTCUSDT,1,61837.63,0.02,1,',
  '1723161254347673567,1723161255619,1723161255617,spot,BTCUSDT,2,61837.63,0.048,1,',
  '',
].join('\n');
const bitcoin = { symbol: 'BTCUSDT.REF', priceScale: 2, quantityScale: 8 };
const settings = readSettings();

describe('before a mesh starts with a recording', () => {
  let folder: string;
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relais-recording-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a good one passes, plain or compressed', async () => {
    await checkRecording(await written('trades.csv', TRADES), bitcoin, settings);
    await checkRecording(await written('trades.csv.gz', gzipSync(TRADES)), bitcoin, settings);
  });

  test.each([
    ['a file that is not there', 'missing.csv', null, 'RELAIS_E_FEED_FILE'],
    ['an empty file', 'empty.csv', '', 'RELAIS_E_FEED_EMPTY'],
    ['a file of another kind', 'notes.csv', 'milk, bread\n', 'RELAIS_E_FEED_LAYOUT'],
    ['a compressed file that was cut', 'cut.csv.gz', gzipSync(TRADES).subarray(0, 40), 'RELAIS_E_FEED_DAMAGED'],
    ['a file of other instruments', 'other.csv', TRADES.replaceAll('BTCUSDT', 'ETHUSDT'), 'RELAIS_E_FEED_OTHER_INSTRUMENT'],
  ] as const)('%s is refused with its code', async (_, name, content, code) => {
    const path = content === null ? join(folder, name) : await written(name, content);
    await expect(checkRecording(path, bitcoin, settings)).rejects.toMatchObject({ code, detail: expect.stringContaining(path) });
  });
});
