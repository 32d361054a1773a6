import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyBookIncrement, emptyNewOrder, encodeBookIncrement, encodeNewOrder, MessageType, OrdType, Side } from '../../wire/index.js';
import { MESSAGES } from '../../wire/schema/index.js';
import { describeMessage, messageName, showTime } from './describe-message.js';

function anOrder() {
  const bytes = new Uint8Array(256);
  const order = {
    ...emptyNewOrder(),
    instrument: 65_537,
    side: Side.Buy,
    ordType: OrdType.Limit,
    price: -15,
    quantity: 2 ** 40,
    clientOrderId: 'abc-1',
  };
  const length = encodeNewOrder({ ...order, acceptUntilUs: 1_767_225_600_000_001 }, bytes, new DataView(bytes.buffer), 5);
  return { bytes, length };
}

test('a message is printed with its fields by name, enumerations and times in words', () => {
  const { bytes, length } = anOrder();
  const { name, fields, complaints } = describeMessage(MessageType.NewOrder, bytes, 5, length);
  expect(name).toBe('NewOrder');
  expect(complaints).toEqual([]);
  const expected = ['instrument=65537', 'side=Buy', 'ordType=Limit', 'price=-15', 'quantity=1099511627776', 'clientOrderId="abc-1"'];
  expect(fields).toEqual(expect.arrayContaining([...expected, 'acceptUntilUs=2026-01-01T00:00:00.000001Z']));
});

test('entries of a group are printed, a long one is cut and counted', () => {
  const bytes = new Uint8Array(4096);
  const levels = Array.from({ length: 15 }, (_, i) => ({ priceOffset: -i, quantity: i }));
  const increment = { ...emptyBookIncrement(), levels };
  const length = encodeBookIncrement(increment, bytes, new DataView(bytes.buffer), 0);
  const line = describeMessage(MessageType.BookIncrement, bytes, 0, length).fields.at(-1);
  expect(line).toMatch(/^levels\[15\]=\{priceOffset=0 quantity=0\} \{priceOffset=-1 .*… 3 more$/);
});

test('a damaged or truncated message of any type is complained about, never an exception', () => {
  const types = fc.constantFrom(...MESSAGES.map((message) => message.type), 255);
  fc.assert(
    fc.property(types, fc.uint8Array({ maxLength: 300 }), (type, bytes) => {
      expect(describeMessage(type, bytes, 0, bytes.length).complaints.length).toBeGreaterThan(0);
    }),
  );
  const { bytes, length } = anOrder();
  for (let cut = 0; cut < length; cut++) {
    expect(describeMessage(MessageType.NewOrder, bytes, 5, cut).complaints.length).toBeGreaterThan(0);
  }
});

test('an unknown type has a name of its own, an impossible time is printed as the number that it is', () => {
  expect(messageName(254)).toBe('type 254');
  expect(showTime(-5)).toBe('-5 us');
});
