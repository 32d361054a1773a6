import { type crc32, messageCrcIsGood } from '../../node/wire/index.js';
import type { Contestant } from '../harness/index.js';
import type { Pair } from './peers.js';
import { SAMPLE_COUNT, SAMPLE_MASK } from './samples.js';

const STRIDE = 256;

export interface GeneratedCodec<T> {
  readonly encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number;
  readonly encodeFields: (value: T, bytes: Uint8Array, view: DataView, at: number) => number;
  readonly decode: (view: DataView, bytes: Uint8Array, at: number, length: number, into: T) => T;
  readonly empty: () => T;
}

export interface RelaisContestants extends Pair {
  /** Encode with the CRC32 of the originator. */
  readonly encodeWhole: Contestant;
  /** Decode with the check of the last consumer. */
  readonly decodeWhole: Contestant;
}

/**
 * Our own codec. Layout alone is what compares with the others, none of which makes a checksum; a message gets its CRC32 once, from its
 * originator, and has it checked once, by its last consumer, so those figures stand apart.
 */
export function relaisContestants<T>(codec: GeneratedCodec<T>, samples: readonly T[], pick: (value: T) => number): RelaisContestants {
  const bytes = new Uint8Array(SAMPLE_COUNT * STRIDE);
  const view = new DataView(bytes.buffer);
  const lengths = samples.map((sample, index) => codec.encode(sample, bytes, view, index * STRIDE));
  const scratch = new Uint8Array(SAMPLE_COUNT * STRIDE);
  const scratchView = new DataView(scratch.buffer);
  const into = codec.empty();
  const { encode, encodeFields, decode } = codec;
  return {
    encode: {
      name: 'relais',
      repeat: (times) => {
        let written = 0;
        for (let turn = 0; turn < times; turn += 1) {
          const index = turn & SAMPLE_MASK;
          written += encodeFields(samples[index] as T, scratch, scratchView, index * STRIDE);
        }
        return written;
      },
    },
    decode: {
      name: 'relais',
      repeat: (times) => {
        let sum = 0;
        for (let turn = 0; turn < times; turn += 1) {
          const index = turn & SAMPLE_MASK;
          sum += pick(decode(view, bytes, index * STRIDE, lengths[index] as number, into));
        }
        return sum;
      },
    },
    encodeWhole: {
      name: 'relais, CRC32 made',
      repeat: (times) => {
        let written = 0;
        for (let turn = 0; turn < times; turn += 1) {
          const index = turn & SAMPLE_MASK;
          written += encode(samples[index] as T, scratch, scratchView, index * STRIDE);
        }
        return written;
      },
    },
    decodeWhole: {
      name: 'relais, CRC32 checked',
      repeat: (times) => {
        let sum = 0;
        for (let turn = 0; turn < times; turn += 1) {
          const index = turn & SAMPLE_MASK;
          const length = lengths[index] as number;
          if (messageCrcIsGood(bytes, index * STRIDE, length)) sum += pick(decode(view, bytes, index * STRIDE, length, into));
        }
        return sum;
      },
    },
  };
}

export const crcContestant = (name: string, make: typeof crc32, bytes: Uint8Array, length: number): Contestant => ({
  name,
  repeat: (times) => {
    let sum = 0;
    for (let turn = 0; turn < times; turn += 1) sum += make(bytes, turn & 7, length);
    return sum;
  },
});
