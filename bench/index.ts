/**
 * The benchmarks, by name. Each is a module that runs when it is imported, reads its own options from process.argv (node:util parseArgs),
 * prints tables for people and ends with `printResult` (bench/harness).
 */
export interface Benchmark {
  readonly name: string;
  /** Relative to this folder, as it is after compilation. */
  readonly module: string;
  readonly doc: string;
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'codec',
    module: './codec.js',
    doc: 'encode and decode of messages beside JSON, protobufjs and avsc; heap per message; CRC32 by size',
  },
  {
    name: 'wire-size',
    module: './wire-size.js',
    doc: 'bytes on the wire per message, sealed, beside JSON over WebSocket and REST, protobuf, Avro',
  },
  {
    name: 'engine',
    module: './engine.js',
    doc: 'matching in memory and durable; a million resting orders beside an empty book',
  },
  {
    name: 'log',
    module: './log.js',
    doc: 'durable commits a second of the transaction log with 1, 16 and 256 writers',
  },
  {
    name: 'rtt',
    module: './rtt.js',
    doc: 'round trip of 64 bytes, sealed and plain, sleeping and spinning, beside plain Node TCP, ws, grpc-js',
  },
  {
    name: 'throughput',
    module: './throughput.js',
    doc: 'publish to 3 subscribers, sealed, flat out and at 50 k/s, beside nats.js with nats-server, ws, grpc-js',
  },
  {
    name: 'cache',
    module: './cache.js',
    doc: 'quotes of three regions read with a skew: hit rate, calls to other regions, ns and memory',
  },
  {
    name: 'fan-out',
    module: './fan-out.js',
    doc: 'what one slow subscriber of a hundred costs the others in the market data hub',
  },
];
