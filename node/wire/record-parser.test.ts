import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordOpener, RecordSealer, recordNumberAt } from './record.js';
import { RecordParser, type RecordSink } from './record-parser.js';
import { RECORD_BODY_BYTES_MAX, RECORD_BYTES_MAX, RECORD_OVERHEAD_BYTES } from './spec.js';

const KEY = new Uint8Array(32).fill(5);

function sealed(number: number, bodyBytes: number): Uint8Array {
  const bytes = new Uint8Array(bodyBytes + RECORD_OVERHEAD_BYTES);
  new RecordSealer(0, KEY).seal(number, new Uint8Array(bodyBytes).fill(number), bytes, new DataView(bytes.buffer), 0);
  return bytes;
}

class Found implements RecordSink {
  numbers: number[] = [];
  bodiesAreGood = true;
  damaged: string[] = [];
  isGivenUp = false;
  private readonly opener = new RecordOpener(0, KEY);
  record(bytes: Uint8Array, at: number): boolean {
    const number = recordNumberAt(bytes, at);
    this.numbers.push(number);
    const body = this.opener.open(bytes, at);
    if (body === null || body.some((byte) => byte !== (number & 0xff))) this.bodiesAreGood = false;
    return true;
  }
  damage(where: 'header' | 'record', bytes: number): void {
    this.damaged.push(`${where} ${bytes}`);
  }
  givenUp(): void {
    this.isGivenUp = true;
  }
}

function parse(stream: Uint8Array, cuts: readonly number[] = []): Found {
  const found = new Found();
  const parser = new RecordParser(found);
  const ends = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b);
  let at = 0;
  for (const end of [...ends, stream.length]) {
    parser.receive(stream.slice(at, end), 0);
    at = end;
  }
  return found;
}

const streamOf = (sizes: readonly number[]): Uint8Array => Buffer.concat(sizes.map((size, index) => sealed(index + 1, size)));
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(4_000, RECORD_BODY_BYTES_MAX)), {
  minLength: 1,
  maxLength: 8,
});

describe('the parser of records', () => {
  test('finds the same records however the stream is cut', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { maxLength: 30 }), (bodySizes, cuts) => {
        const found = parse(streamOf(bodySizes), cuts);
        expect(found.numbers).toEqual(bodySizes.map((_, index) => index + 1));
        expect(found.bodiesAreGood && found.damaged.length === 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('takes a stream byte by byte', () => {
    const stream = streamOf([1, 50, 300]);
    expect(
      parse(
        stream,
        Array.from({ length: stream.length }, (_, at) => at),
      ).numbers,
    ).toEqual([1, 2, 3]);
  });

  test('a flipped bit costs only the record that it hit, wherever it is and however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 8 }),
        fc.nat(),
        fc.array(fc.nat(), { maxLength: 10 }),
        (bodySizes, where, cuts) => {
          const stream = streamOf(bodySizes);
          const bit = where % (stream.length * 8);
          stream[bit >>> 3] = (stream[bit >>> 3] as number) ^ (1 << (bit & 7));
          let hit = 0;
          for (let end = 0; end <= bit >>> 3; hit += 1) end += (bodySizes[hit] as number) + RECORD_OVERHEAD_BYTES;
          const whole = parse(stream);
          expect(whole.numbers).toEqual(bodySizes.map((_, index) => index + 1).filter((number) => number !== hit));
          expect(whole.bodiesAreGood).toBe(true);
          const cut = parse(stream, cuts);
          expect([cut.numbers, cut.damaged]).toEqual([whole.numbers, whole.damaged]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('goes on after bytes that are no records, inserted or cut out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.array(fc.nat(), { maxLength: 5 }), (garbage, cuts) => {
        const [first, second, third] = [sealed(1, 80), sealed(2, 80), sealed(3, 80)] as const;
        const fourth = sealed(4, 80);
        const found = parse(Buffer.concat([first, garbage, second, second.subarray(0, 70), third, fourth]), cuts);
        // The header of the cut record was good, so what followed it went with it; the session asks for it again.
        expect(found.numbers).toEqual([1, 2, 4]);
        expect(found.isGivenUp).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('a stream without records is given up after a mebibyte in a second, not before and not in two', () => {
    const garbage = new Uint8Array(700_000).fill(0x52);
    const found = new Found();
    const parser = new RecordParser(found);
    parser.receive(garbage, 0);
    parser.receive(garbage, 1_000);
    expect(found.isGivenUp).toBe(false);
    parser.receive(garbage, 1_500);
    expect(found.isGivenUp).toBe(true);
    parser.receive(sealed(1, 10), 9_000);
    expect(found.numbers).toEqual([]);
  });

  test('candidates that prove false are limited to 64 a second', () => {
    const bad = sealed(1, 40);
    bad[30] = 99;
    const found = new Found();
    const parser = new RecordParser(found);
    parser.receive(Buffer.concat([Uint8Array.of(1), ...Array.from({ length: 64 }, () => bad)]), 0);
    expect(found.isGivenUp).toBe(false);
    parser.receive(bad, 500);
    expect(found.isGivenUp).toBe(true);
  });

  test('holds no more than one record, whatever a header claims', () => {
    const header = sealed(1, RECORD_BODY_BYTES_MAX).subarray(0, 20);
    const found = new Found();
    const parser = new RecordParser(found);
    parser.receive(header, 0);
    for (let at = 0; at < 40; at += 1) parser.receive(new Uint8Array(1_000), at);
    expect(found.damaged).toEqual([`record ${RECORD_BYTES_MAX}`]);
  });
});

describe('damaged copies of a record', () => {
  const damagedAt = (record: Uint8Array, at: number): Uint8Array => record.with(at, (record[at] as number) ^ 0x20);

  test('are put together when there are three, if the record is still missing', () => {
    for (const missing of [true, false]) {
      const found = Object.assign(new Found(), { isMissing: () => missing });
      const parser = new RecordParser(found);
      const record = sealed(1, 16_000);
      for (const at of [100, 9_000, 16_020]) parser.receive(damagedAt(record, at), 0);
      expect(found.numbers).toEqual(missing ? [1] : []);
      expect(found.bodiesAreGood).toBe(true);
      expect(found.damaged).toHaveLength(3);
    }
  });

  test('are kept of the lowest eight numbers only', () => {
    const found = Object.assign(new Found(), { isMissing: (number: number) => !found.numbers.includes(number) });
    const parser = new RecordParser(found);
    for (const at of [30, 40, 50]) for (let number = 12; number >= 1; number -= 1) parser.receive(damagedAt(sealed(number, 80), at), 0);
    expect(found.numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a sealed record', () => {
  test('opens with its key only, and not after any change of header, body or tag', () => {
    const record = sealed(77, 120);
    expect(new RecordOpener(0, KEY).open(record, 0)).toEqual(new Uint8Array(120).fill(77));
    expect(new RecordOpener(0, new Uint8Array(32)).open(record, 0)).toBeNull();
    for (let at = 2; at < record.length - 4; at += 1) {
      if (at === 12 || at === 13) continue;
      const changed = record.slice();
      changed[at] = (changed[at] as number) ^ 0x10;
      expect(new RecordOpener(0, KEY).open(changed, 0)).toBeNull();
    }
  });

  test('carries numbers beyond 32 bits', () => {
    const bytes = new Uint8Array(1 + RECORD_OVERHEAD_BYTES);
    const number = 2 ** 40 + 5;
    new RecordSealer(0, KEY).seal(number, Uint8Array.of(1), bytes, new DataView(bytes.buffer), 0);
    expect(recordNumberAt(bytes, 0)).toBe(number);
    expect(new RecordOpener(0, KEY).open(bytes, 0)).toEqual(Uint8Array.of(1));
  });
});
