import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RelaisError } from '../../registry/index.js';
import { encodeByReference, type GoldenVector } from './generate/index.js';
import { MESSAGE_DESCRIPTIONS, messageCrcIsGood, writeMessageCrc } from './index.js';
import { anyCodecAndMessage, CODECS, codecOf, encoded, readAll } from './testing/any-message.js';

const vectors = JSON.parse(await readFile('node/wire/golden/messages.json', 'utf8')) as GoldenVector[];

/** Runs something that may refuse: any refusal must be a coded error of the codec. */
function refusalOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof RelaisError)) throw error;
    return error.code;
  }
}

const REFUSALS = [
  null,
  'RELAIS_E_MESSAGE_MALFORMED',
  'RELAIS_E_NUMBER_RANGE',
  'RELAIS_E_TEXT_MALFORMED',
  'RELAIS_E_GROUP_TOO_LARGE',
] as const;

describe('golden vectors', () => {
  test('every message has one', () => {
    expect(vectors.map(({ name }) => name)).toEqual(CODECS.map(({ name }) => name));
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s is written and read as it always was', (name, vector) => {
    const codec = codecOf(name);
    const { bytes, view, at, length } = encoded(codec, vector.value);
    expect(Buffer.from(bytes.subarray(at, at + length)).toString('hex')).toBe(vector.hex);
    expect(codec.layout.spec.type).toBe(vector.type);
    expect(codec.decode(view, bytes, at, length, codec.empty())).toEqual(vector.value);
  });
});

describe('any message', () => {
  test('is encoded as the slow reference encoder does it', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, ({ codec, message }) => {
        const { bytes, at, length } = encoded(codec, message);
        expect(bytes.slice(at, at + length)).toEqual(encodeByReference(codec.layout, message));
        expect(length).toBeLessThanOrEqual(codec.layout.maxBytes);
        expect(messageCrcIsGood(bytes, at, length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('comes back from decoder, reader and dissector as it was', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, fc.nat(40), ({ codec, message }, at) => {
        const { bytes, view, length } = encoded(codec, message, at);
        expect(codec.decode(view, bytes, at, length, codec.empty())).toEqual(message);
        expect(readAll(codec, codec.newReader().wrap(view, bytes, at, length))).toEqual(message);
        expect(MESSAGE_DESCRIPTIONS.get(codec.layout.spec.type)?.decode(view, bytes, at, length)).toEqual(message);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves nothing behind in an object that is decoded into again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CODECS).chain((codec) => fc.tuple(fc.constant(codec), anyCodecAndMessage, anyCodecAndMessage)),
        ([, first, second]) => {
          const into = second.codec.empty();
          const old = second.codec === first.codec ? first.message : second.codec.empty();
          const before = encoded(second.codec, old);
          second.codec.decode(before.view, before.bytes, before.at, before.length, into);
          const { bytes, view, at, length } = encoded(second.codec, second.message);
          expect(second.codec.decode(view, bytes, at, length, into)).toEqual(second.message);
        },
      ),
    );
  });

  test('touches no byte outside its length', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, ({ codec, message }) => {
        const { bytes, at, length } = encoded(codec, message, 7);
        expect([...bytes.subarray(0, at), ...bytes.subarray(at + length)].every((byte) => byte === 0xa5)).toBe(true);
      }),
    );
  });

  test('shows any flipped bit by its CRC32', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, fc.nat(), ({ codec, message }, flip) => {
        const { bytes, at, length } = encoded(codec, message);
        const bit = flip % (length * 8);
        bytes[at + (bit >> 3)] = (bytes[at + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
        expect(messageCrcIsGood(bytes, at, length)).toBe(false);
      }),
    );
  });
});

describe('versions', () => {
  test('fields that a newer version appended are skipped', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, fc.uint8Array({ minLength: 1, maxLength: 60 }), ({ codec, message }, appended) => {
        const { bytes, at, length } = encoded(codec, message);
        const { blockBytes } = codec.layout;
        const newer = new Uint8Array([
          ...bytes.subarray(at, at + blockBytes),
          ...appended,
          ...bytes.subarray(at + blockBytes, at + length),
        ]);
        const view = new DataView(newer.buffer);
        newer[0] = blockBytes + appended.length;
        writeMessageCrc(newer, view, 0, newer.length);
        expect(codec.decode(view, newer, 0, newer.length, codec.empty())).toEqual(message);
        expect(readAll(codec, codec.newReader().wrap(view, newer, 0, newer.length))).toEqual(message);
      }),
    );
  });

  test('fields that an older version did not have are null, and the others are as sent', () => {
    const scalars = CODECS.filter(({ layout }) => layout.texts.length === 0 && !layout.spec.group);
    const arbitrary = anyCodecAndMessage.filter(({ codec }) => scalars.includes(codec));
    fc.assert(
      fc.property(arbitrary, fc.nat(), ({ codec, message }, cut) => {
        const { fields, blockBytes } = codec.layout;
        const kept = cut % fields.length;
        const blockLength = fields[kept]?.offset ?? 1;
        const { bytes, at, length } = encoded(codec, message);
        const older = new Uint8Array([...bytes.subarray(at, at + blockLength), ...bytes.subarray(at + blockBytes, at + length)]);
        const view = new DataView(older.buffer);
        older[0] = blockLength;
        writeMessageCrc(older, view, 0, older.length);
        const expected = { ...codec.empty(), ...Object.fromEntries(fields.slice(0, kept).map(({ name }) => [name, message[name] ?? 0])) };
        expect(codec.decode(view, older, 0, older.length, codec.empty())).toEqual(expected);
        expect(readAll(codec, codec.newReader().wrap(view, older, 0, older.length))).toEqual(expected);
      }),
    );
  });

  test('a message without its group or texts decodes as empty ones', () => {
    for (const codec of CODECS) {
      const bytes = new Uint8Array([1, 0, 0, 0, 0]);
      const view = new DataView(bytes.buffer);
      expect(codec.decode(view, bytes, 0, 5, codec.empty())).toEqual(codec.empty());
      expect(readAll(codec, codec.newReader().wrap(view, bytes, 0, 5))).toEqual(codec.empty());
    }
  });

  test('a block that ends within a field is refused', () => {
    const codec = codecOf('Quote');
    const { bytes, view, at } = encoded(codec, codec.empty());
    bytes[at] = 7;
    expect(refusalOf(() => codec.decode(view, bytes, at, 11, codec.empty()))).toBe('RELAIS_E_MESSAGE_MALFORMED');
  });
});

describe('hostile bytes', () => {
  test('a truncated or padded message is refused', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, fc.integer({ min: -40, max: 9 }), ({ codec, message }, change) => {
        fc.pre(change !== 0);
        const { bytes, view, at, length } = encoded(codec, message);
        fc.pre(length + change >= 0);
        expect(refusalOf(() => codec.decode(view, bytes, at, length + change, codec.empty()))).toBe('RELAIS_E_MESSAGE_MALFORMED');
        expect(refusalOf(() => codec.newReader().wrap(view, bytes, at, length + change))).toBe('RELAIS_E_MESSAGE_MALFORMED');
      }),
    );
  });

  test('a message that would end beyond the buffer is refused', () => {
    const codec = codecOf('Quote');
    const { bytes, view } = encoded(codec, codec.empty(), 0);
    expect(refusalOf(() => codec.decode(view, bytes, bytes.length - 10, 57, codec.empty()))).toBe('RELAIS_E_MESSAGE_MALFORMED');
    expect(messageCrcIsGood(bytes, bytes.length - 10, 57)).toBe(false);
  });

  test('any bytes are either refused with a coded error or read without one, and decoder and reader agree', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CODECS), fc.uint8Array({ maxLength: 200 }), (codec, bytes) => {
        const view = new DataView(bytes.buffer);
        const refusal = refusalOf(() => codec.decode(view, bytes, 0, bytes.length, codec.empty()));
        expect(REFUSALS).toContain(refusal);
        const reader = codec.newReader();
        expect(refusalOf(() => reader.wrap(view, bytes, 0, bytes.length)) === null).toBe(refusal === null);
        if (refusal === null) readAll(codec, reader);
      }),
      { numRuns: 2000 },
    );
  });

  test('flipped bits in a real message never let a getter throw after wrap', () => {
    fc.assert(
      fc.property(anyCodecAndMessage, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), ({ codec, message }, flips) => {
        const { bytes, view, at, length } = encoded(codec, message);
        for (const flip of flips) {
          const bit = flip % (length * 8);
          bytes[at + (bit >> 3)] = (bytes[at + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
        }
        const reader = codec.newReader();
        const refusal = refusalOf(() => reader.wrap(view, bytes, at, length));
        expect(REFUSALS).toContain(refusal);
        if (refusal === null) readAll(codec, reader);
      }),
      { numRuns: 1000 },
    );
  });

  test('a count above the limit of the group is refused before anything is allocated', () => {
    const codec = codecOf('BookSnapshot');
    const { bytes, view, at, length } = encoded(codec, codec.empty());
    view.setUint16(at + (codec.layout.count?.offset ?? 0), 2049, true);
    expect(refusalOf(() => codec.decode(view, bytes, at, length, codec.empty()))).toBe('RELAIS_E_GROUP_TOO_LARGE');
    view.setUint16(at + (codec.layout.count?.offset ?? 0), 2048, true);
    const into = codec.empty();
    expect(refusalOf(() => codec.decode(view, bytes, at, length, into))).toBe('RELAIS_E_MESSAGE_MALFORMED');
    expect(into.levels).toHaveLength(0);
  });

  test('a text with a space, a control character or a byte above 0x7e is refused', () => {
    const codec = codecOf('CancelOrder');
    for (const byte of [0x00, 0x0a, 0x20, 0x7f, 0x80, 0xff]) {
      const { bytes, view, at, length } = encoded(codec, { ...codec.empty(), clientOrderId: 'abc' });
      bytes[at + codec.layout.blockBytes + 1] = byte;
      expect(refusalOf(() => codec.decode(view, bytes, at, length, codec.empty()))).toBe('RELAIS_E_TEXT_MALFORMED');
    }
  });

  test('a 64-bit field outside ±(2^53 − 1) is refused, just inside it is read', () => {
    const codec = codecOf('Trade');
    const price = codec.layout.fields.find(({ name }) => name === 'price')?.offset ?? 0;
    const { bytes, view, at, length } = encoded(codec, codec.empty());
    const set = (value: bigint): void => view.setBigInt64(at + price, value, true);
    for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)]) {
      set(value);
      expect(refusalOf(() => codec.decode(view, bytes, at, length, codec.empty()))).toBe('RELAIS_E_NUMBER_RANGE');
      expect(refusalOf(() => codec.newReader().wrap(view, bytes, at, length))).toBe('RELAIS_E_NUMBER_RANGE');
    }
    for (const value of [2n ** 53n - 1n, -(2n ** 53n) + 1n]) {
      set(value);
      expect(codec.decode(view, bytes, at, length, codec.empty()).price).toBe(Number(value));
    }
  });
});

describe('values that cannot be written', () => {
  const write = (name: string, change: Record<string, unknown>): string | null => {
    const codec = codecOf(name);
    return refusalOf(() => encoded(codec, { ...codec.empty(), ...change } as never));
  };

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, -(2 ** 53), 1e300])('%p is no price', (price) => {
    expect(write('Trade', { price })).toBe('RELAIS_E_NUMBER_RANGE');
  });

  test('narrow fields do not wrap', () => {
    expect(write('NewOrder', { flags: 256 })).toBe('RELAIS_E_NUMBER_RANGE');
    expect(write('NewOrder', { flags: -1 })).toBe('RELAIS_E_NUMBER_RANGE');
    expect(write('NewOrder', { instrument: 2 ** 32 })).toBe('RELAIS_E_NUMBER_RANGE');
    expect(write('BookSnapshot', { bidCount: 65_536 })).toBe('RELAIS_E_NUMBER_RANGE');
    expect(write('BookIncrement', { levels: [{ priceOffset: 2 ** 31, quantity: 1 }] })).toBe('RELAIS_E_NUMBER_RANGE');
    expect(write('Quote', { updateSeq: -1 })).toBe('RELAIS_E_NUMBER_RANGE');
  });

  test('identifiers that are too long or not printable ASCII are refused', () => {
    expect(write('NewOrder', { clientOrderId: 'x'.repeat(33) })).toBe('RELAIS_E_TEXT_MALFORMED');
    expect(write('NewOrder', { clientOrderId: 'a b' })).toBe('RELAIS_E_TEXT_MALFORMED');
    expect(write('NewOrder', { clientOrderId: 'é' })).toBe('RELAIS_E_TEXT_MALFORMED');
  });

  test('text for people is cut at a character boundary', () => {
    const codec = codecOf('OrderRefused');
    const { bytes, view, at, length } = encoded(codec, { ...codec.empty(), detail: `a${'é'.repeat(100)}` });
    expect(codec.decode(view, bytes, at, length, codec.empty()).detail).toBe(`a${'é'.repeat(59)}`);
  });

  test('too many entries are refused', () => {
    const levels = Array.from({ length: 2049 }, () => ({ price: 1, quantity: 1 }));
    expect(write('BookSnapshot', { levels })).toBe('RELAIS_E_GROUP_TOO_LARGE');
  });

  test('a buffer that is too small is refused at any size, never written short', () => {
    for (const codec of CODECS) {
      const vector = vectors.find(({ name }) => name === codec.name);
      const message = vector?.value ?? codec.empty();
      const { length } = encoded(codec, message);
      for (let size = 0; size < length; size += 1) {
        const bytes = new Uint8Array(size);
        const refusal = refusalOf(() => codec.encode(message, bytes, new DataView(bytes.buffer), 0));
        expect(refusal).toBe('RELAIS_E_BUFFER_TOO_SMALL');
      }
    }
  });
});
