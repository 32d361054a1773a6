/**
 * `bench wire-size`: bytes on the wire per message. Ours are sealed records as a session builds them, in flow (64 consecutive messages a
 * record) and alone; the others are what carries one message: JSON with the venue's field names, reduced to the facts that ours carries,
 * in a WebSocket frame or an HTTP/1.1 message; protobuf and Avro as the bare message, without any framing.
 */
import {
  CHANNELS,
  encodeBookIncrement,
  encodeExecutionReport,
  encodeNewOrder,
  encodeQuote,
  encodeTrade,
  MessageType,
} from '../node/wire/index.js';
import { printResult, printTable } from './harness/index.js';
import { incrementsOf, ordersAndExecutionsOf, type Pair, quotesOf, tradesOf } from './messages/from-rows.js';
import { venueRows } from './messages/venue-rows.js';
import { restBytes, webSocketBytes } from './wire-size/peer-bytes.js';
import { avroBytes, protobufBytes } from './wire-size/peer-codecs.js';
import { type Encode, sealedBytes } from './wire-size/relais-bytes.js';

const PER_RECORD = 64;
/** Messages of each kind: whole records of 64. */
const MESSAGES_PER_KIND = 64 * 100;

const rows = venueRows(MESSAGES_PER_KIND * 10);
console.log(`${rows.source}\n`);

interface Sizes {
  readonly name: string;
  readonly inFlow: number;
  readonly alone: number;
  readonly webSocket: number;
  readonly rest: number;
  readonly protobuf: number;
  readonly avro: number;
}

function sizesOf<T extends object>(
  name: string,
  schemaName: keyof typeof MessageType,
  channel: number,
  encode: Encode<T>,
  pairs: readonly Pair<T>[],
): Sizes {
  const used = pairs.slice(0, Math.min(MESSAGES_PER_KIND, pairs.length - (pairs.length % PER_RECORD)));
  const messages = used.map((pair) => pair.message);
  const isFromClient = name === 'order';
  const mean = (bytesOf: (pair: Pair<T>) => number): number => used.reduce((sum, pair) => sum + bytesOf(pair), 0) / used.length;
  const type = MessageType[schemaName];
  return {
    name,
    inFlow: sealedBytes(messages, PER_RECORD, channel, type, encode) / used.length,
    alone: sealedBytes(messages, 1, channel, type, encode) / used.length,
    webSocket: mean(({ json }) => webSocketBytes(json.length, isFromClient)),
    rest: mean(({ json }) => restBytes(json, isFromClient)),
    protobuf: protobufBytes(schemaName, messages) / used.length,
    avro: avroBytes(schemaName, messages) / used.length,
  };
}

const { orders, executions } = ordersAndExecutionsOf(rows);
const all = [
  sizesOf('quote', 'Quote', CHANNELS.marketData, encodeQuote, quotesOf(rows)),
  sizesOf('trade', 'Trade', CHANNELS.marketData, encodeTrade, tradesOf(rows)),
  sizesOf('book', 'BookIncrement', CHANNELS.book, encodeBookIncrement, incrementsOf(rows)),
  sizesOf('order', 'NewOrder', CHANNELS.orders, encodeNewOrder, orders),
  sizesOf('execution', 'ExecutionReport', CHANNELS.executions, encodeExecutionReport, executions),
];

const one = (value: number): string => value.toFixed(1);
const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;
printTable(
  [
    'bytes a message',
    'relais in flow',
    'relais alone',
    'JSON in WebSocket',
    'JSON over REST',
    'protobuf',
    'Avro',
    'in flow / WS',
    'alone / WS',
    'alone / REST',
  ],
  all.map((size) => [
    size.name,
    one(size.inFlow),
    one(size.alone),
    one(size.webSocket),
    one(size.rest),
    one(size.protobuf),
    one(size.avro),
    percent(size.inFlow / size.webSocket),
    percent(size.alone / size.webSocket),
    percent(size.alone / size.rest),
  ]),
);
console.log('Ours includes encryption, its tag, and both CRC32s; the others have neither (TLS would add 22 bytes a record and more).');
console.log('A trade alone costs as much as its JSON in a plain WebSocket frame: that is the price of a seal for one message.\n');

const reductions = Object.fromEntries(all.map((size) => [`${size.name}ReductionVsJsonWs`, 1 - size.inFlow / size.webSocket]));
printResult({
  ...reductions,
  reductionVsJsonWs: Math.min(...Object.values(reductions)),
  aloneReductionVsJsonRest: Math.min(...all.map((size) => 1 - size.alone / size.rest)),
  aloneReductionVsJsonWs: Math.min(...all.map((size) => 1 - size.alone / size.webSocket)),
});
