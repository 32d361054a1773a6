/**
 * `bench codec`: nanoseconds to encode and decode a message, beside the codecs that people would otherwise take. 64 different messages go
 * round, so that nothing is a constant to the compiler. protobufjs gives plain numbers here, which is its fastest way; as it comes, it
 * makes Long objects of 64-bit fields. Ratios are of the layout alone: none of the others makes or checks a checksum.
 */
import { parseArgs } from 'node:util';
import { crc32 as nativeCrc32 } from 'node:zlib';
import * as wire from '../node/wire/index.js';
import { avroPair, avroType, jsonPair, type Pair, protobufPair, protobufType } from './codec/peers.js';
import { quoteContestants, twoFieldsInPlace } from './codec/quote.js';
import { crcContestant, type RelaisContestants, relaisContestants } from './codec/relais.js';
import { sampleOrders, sampleQuotes, sampleReports } from './codec/samples.js';
import { type Contestant, heapBytesPerRepetition, measureInterleaved, printResult, printTable } from './harness/index.js';
import { fieldsOf } from './messages/fields-of.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, 'turn-ms': { type: 'string', default: '40' } } });
const options = { rounds: Number(values.rounds), turnMs: Number(values['turn-ms']) };

interface Measured {
  readonly encode: Map<string, number>;
  readonly decode: Map<string, number>;
}

/** Encoders against encoders and decoders against decoders, in turns. */
function measure(title: string, ours: RelaisContestants, peers: readonly Pair[], extra: readonly Contestant[] = []): Measured {
  const encode = measureInterleaved([ours.encode, ours.encodeWhole, ...peers.map((peer) => peer.encode)], options);
  const decode = measureInterleaved([ours.decode, ours.decodeWhole, ...peers.map((peer) => peer.decode), ...extra], options);
  const names = [...new Set([...encode.keys(), ...decode.keys()])];
  const base = { encode: encode.get('relais') ?? 1, decode: decode.get('relais') ?? 1 };
  const times = (value: number | undefined, by: number): string => (value === undefined ? '' : `${(value / by).toFixed(1)} ×`);
  const nanoseconds = (value: number | undefined): string => value?.toFixed(1) ?? '';
  printTable(
    [title, 'encode ns', '', 'decode ns', ''],
    names.map((name) => {
      const [e, d] = [encode.get(name), decode.get(name)];
      return [name, nanoseconds(e), times(e, base.encode), nanoseconds(d), times(d, base.decode)];
    }),
  );
  return { encode, decode };
}

const ratio = ({ encode, decode }: Measured, peer: string): number =>
  Math.min((encode.get(peer) ?? 0) / (encode.get('relais') ?? 1), (decode.get(peer) ?? 0) / (decode.get('relais') ?? 1));

const quotes = sampleQuotes();
const bidOf = (quote: wire.Quote): number => quote.bid + quote.askQuantity;
const quoteFields = fieldsOf('Quote');
const quote = measure(
  'quote',
  quoteContestants,
  [
    jsonPair(quotes, bidOf),
    protobufPair(protobufType('Quote', quoteFields.fields, quoteFields.texts), quotes, bidOf),
    avroPair(avroType('Quote', quoteFields.fields, quoteFields.texts), quotes, bidOf),
  ],
  [twoFieldsInPlace],
);

const orders = sampleOrders();
const priceOf = (order: wire.NewOrder): number => order.price + order.clientOrderId.length;
const orderFields = fieldsOf('NewOrder');
const order = measure(
  'order, one text id',
  relaisContestants(
    { encode: wire.encodeNewOrder, encodeFields: wire.encodeNewOrderFields, decode: wire.decodeNewOrder, empty: wire.emptyNewOrder },
    orders,
    priceOf,
  ),
  [
    jsonPair(orders, priceOf),
    protobufPair(protobufType('NewOrder', orderFields.fields, orderFields.texts), orders, priceOf),
    avroPair(avroType('NewOrder', orderFields.fields, orderFields.texts), orders, priceOf),
  ],
);

const reports = sampleReports();
const seqOf = (report: wire.ExecutionReport): number => report.seq + report.clientOrderId.length + report.origClientOrderId.length;
const reportFields = fieldsOf('ExecutionReport');
const report = measure(
  'execution, two text ids',
  relaisContestants(
    {
      encode: wire.encodeExecutionReport,
      encodeFields: wire.encodeExecutionReportFields,
      decode: wire.decodeExecutionReport,
      empty: wire.emptyExecutionReport,
    },
    reports,
    seqOf,
  ),
  [
    jsonPair(reports, seqOf),
    protobufPair(protobufType('ExecutionReport', reportFields.fields, reportFields.texts), reports, seqOf),
    avroPair(avroType('ExecutionReport', reportFields.fields, reportFields.texts), reports, seqOf),
  ],
);

const large = new Uint8Array(20_000).map((_, index) => index * 7);
const sizes = [32, 53, 128, 256, 512, 1024, 4096, 16_384];
printTable(
  ['CRC32, ns', 'table walk', 'zlib', 'ours'],
  sizes.map((size) => {
    const took = measureInterleaved(
      [
        crcContestant('table walk', (bytes, at, length) => wire.crc32BySlices(bytes, at, length, 0), large, size),
        crcContestant('zlib', (bytes, at, length) => nativeCrc32(bytes.subarray(at, at + length)), large, size),
        crcContestant('ours', wire.crc32, large, size),
      ],
      { rounds: 5, turnMs: 10 },
    );
    return [`${size} B`, ...['table walk', 'zlib', 'ours'].map((name) => took.get(name) ?? 0)];
  }),
);

const heapBytesPerMessage = Math.max(
  heapBytesPerRepetition(quoteContestants.encodeWhole, 1_000_000),
  heapBytesPerRepetition(quoteContestants.decodeWhole, 1_000_000),
);
console.log(`heap per quote, encode and decode with CRC32, the larger: ${heapBytesPerMessage.toFixed(4)} bytes\n`);

printResult({
  quoteVsProtobufjs: ratio(quote, 'protobufjs'),
  quoteVsJson: ratio(quote, 'JSON'),
  quoteVsAvsc: ratio(quote, 'avsc'),
  orderVsJson: Math.min(ratio(order, 'JSON'), ratio(report, 'JSON')),
  orderVsProtobufjs: Math.min(ratio(order, 'protobufjs'), ratio(report, 'protobufjs')),
  heapBytesPerMessage,
  quoteEncodeNs: quote.encode.get('relais') ?? Number.NaN,
  quoteDecodeNs: quote.decode.get('relais') ?? Number.NaN,
  quoteEncodeWithCrcNs: quote.encode.get('relais, CRC32 made') ?? Number.NaN,
  quoteDecodeWithCrcNs: quote.decode.get('relais, CRC32 checked') ?? Number.NaN,
});
