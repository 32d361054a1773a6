import { expect, test } from '@jest/globals';
import { decodeNewOrder, emptyNewOrder, encodeNewOrder, messageCrcIsGood } from '../wire/index.js';
import { markedOrder } from './disconnect-mark.js';

const ORDER = { ...emptyNewOrder(), instrument: 65_537, price: 108_000, quantity: 1_000, clientOrderId: 'an-order' };

function encoded(flags: number): { bytes: Uint8Array; length: number } {
  const bytes = new Uint8Array(200);
  return { bytes, length: encodeNewOrder({ ...ORDER, flags }, bytes, new DataView(bytes.buffer), 7) };
}

test.each([0, 1, 2, 3])('an order with flags %i is the same order with cancel on disconnect, and its CRC32 fits', (flags) => {
  const { bytes, length } = encoded(flags);
  const before = bytes.slice();
  const marked = markedOrder(bytes, 7, length);
  if (marked === null) throw new Error('a complete order was not marked');
  expect(messageCrcIsGood(marked.bytes, marked.at, length)).toBe(true);
  expect(decodeNewOrder(marked.view, marked.bytes, marked.at, length, emptyNewOrder())).toEqual({ ...ORDER, flags: flags | 2 });
  expect(bytes).toEqual(before);
});

test('what has no flags or is too long is left to whoever refuses it', () => {
  expect(markedOrder(Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, 0), 0, 9)).toBeNull();
  expect(markedOrder(encoded(0).bytes, 7, 5_000)).toBeNull();
});
