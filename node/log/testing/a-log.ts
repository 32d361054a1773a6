import { TransactionLog } from '../transaction-log.js';
import type { TransactionLogOptions } from '../types.js';
import { PowerLossFileSystem } from './power-loss-file-system.js';
import { seededRandom } from './random.js';

export const DIRECTORY = '/disk/log';

/** Small segments and groups, so that a few entries cross every boundary. */
export function logOptions(
  fileSystem: TransactionLogOptions['fileSystem'],
  over: Partial<TransactionLogOptions> = {},
): TransactionLogOptions {
  return {
    directory: DIRECTORY,
    region: 7,
    diskId: new Uint8Array(16).fill(0xd1),
    segmentBytes: 16_384,
    preparedSegments: 2,
    groupBytes: 8_192,
    pendingGroups: 4,
    reserveBytes: 2_048,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    ...over,
  };
}

export const aFileSystem = (seed: number, capacityBytes = Number.MAX_SAFE_INTEGER, shortWriteChance = 0): PowerLossFileSystem =>
  new PowerLossFileSystem({ random: seededRandom(seed), capacityBytes, shortWriteChance });

/** The payload that a test appends as entry `seq`: length and bytes follow from it, some are long runs of zeros. */
export function payloadOf(seq: number): Uint8Array {
  if (seq % 11 === 0) return new Uint8Array(1_500);
  const bytes = new Uint8Array((seq * 37) % 400);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = (seq * 31 + index * 7) & 255;
  return bytes;
}

export function appendNext(log: TransactionLog): number {
  const payload = payloadOf(log.appendedSeq + 1);
  return log.append(payload, 0, payload.length);
}

/** Reads the whole log and checks every payload; returns the sequences. */
export async function readAll(log: TransactionLog, fromSeq = log.firstSeq): Promise<number[]> {
  const seqs: number[] = [];
  for await (const entry of log.readFrom(fromSeq)) {
    const payload = entry.bytes.subarray(entry.at, entry.at + entry.length);
    const wanted = payloadOf(entry.seq);
    if (Buffer.compare(payload, wanted) !== 0) throw new RangeError(`entry ${entry.seq} has another payload`);
    seqs.push(entry.seq);
  }
  return seqs;
}

export const openLog = (fileSystem: PowerLossFileSystem, over: Partial<TransactionLogOptions> = {}): Promise<TransactionLog> =>
  TransactionLog.open(logOptions(fileSystem.process(), over));
