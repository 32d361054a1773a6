import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageType } from '../wire/index.js';
import { ClientIdIndex } from './client-id-index.js';
import { keyedHash } from './keyed-hash.js';
import { NONE, OrderRecords } from './order-records.js';

const idBytes = (id: string): Uint8Array => Buffer.from(id, 'latin1');

describe('client order ids', () => {
  test('whatever is entered and taken out, exactly the ids that are in are found, each with its record', () => {
    // Few places and many ids: chains form, wrap round the end of the table, and are closed up by removals.
    const step = fc.record({ partner: fc.nat(2), id: fc.integer({ min: 0, max: 40 }).map((n) => `id${n}`), isEntry: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), fc.integer(), fc.integer(), (steps, low, high) => {
        const records = new OrderRecords(128);
        const index = new ClientIdIndex(records, { low, high });
        const expected = new Map<string, number>();
        for (const { partner, id, isEntry } of steps) {
          const bytes = idBytes(id);
          const slot = expected.get(`${partner}/${id}`);
          if (isEntry && slot === undefined) {
            const fresh = records.allocate(MessageType.NewOrder);
            records.setPartner(fresh, partner);
            records.setId(fresh, bytes, 0, bytes.length);
            index.insert(fresh);
            expected.set(`${partner}/${id}`, fresh);
          } else if (!isEntry && slot !== undefined) {
            index.remove(slot);
            records.free(slot);
            expected.delete(`${partner}/${id}`);
          }
        }
        for (let partner = 0; partner <= 2; partner += 1) {
          for (let n = 0; n <= 40; n += 1) {
            const bytes = idBytes(`id${n}`);
            expect(index.find(partner, bytes, 0, bytes.length)).toBe(expected.get(`${partner}/id${n}`) ?? NONE);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('the hash depends on partner, length, every byte, and the key', () => {
    const key = { low: 0x03020100, high: 0x07060504 };
    const id = idBytes('order-000000001');
    const hash = keyedHash(key, 1, id, 0, id.length);
    const others = [
      keyedHash(key, 2, id, 0, id.length),
      keyedHash(key, 1, id, 0, id.length - 1),
      keyedHash({ ...key, low: 0 }, 1, id, 0, id.length),
      keyedHash({ ...key, high: 0 }, 1, id, 0, id.length),
      ...Array.from(id, (_, at) => keyedHash(key, 1, id.with(at, 33), 0, id.length)),
    ];
    expect(others).not.toContain(hash);
    expect(new Set(others).size).toBe(others.length);
  });

  test('hashes of ids that count up are spread evenly over the table', () => {
    const buckets = new Int32Array(256);
    for (let n = 0; n < 25_600; n += 1) {
      const id = idBytes(`order-${n}`);
      const bucket = keyedHash({ low: 5, high: 6 }, 1, id, 0, id.length) & 255;
      buckets[bucket] = (buckets[bucket] as number) + 1;
    }
    expect(Math.max(...buckets)).toBeLessThan(160);
    expect(Math.min(...buckets)).toBeGreaterThan(50);
  });
});
