/** What one slow subscriber of a hundred costs the others: the hub alone, all queues in memory, the same messages in turns. */
import { KIND, MarketDataHub, type MarketReader } from '../node/market/index.js';
import { CHANNELS, emptyQuote, encodeQuote, MessageType, QUOTE_MAX_BYTES } from '../node/wire/index.js';
import { type Contestant, measureInterleaved, printResult, printTable } from './harness/index.js';

const SUBSCRIBERS = 100;
const INSTRUMENT = 65_537;
const QUEUE_BYTES = 65_536;
/** The slow subscriber empties its queue once in so many messages, and is then restarted from a snapshot. */
const SLOW_READS_EVERY = 100_000;

class Queue {
  readonly #bytes = new Uint8Array(QUEUE_BYTES);
  #used = 0;
  readonly #isSlow: boolean;

  constructor(isSlow: boolean) {
    this.#isSlow = isSlow;
  }

  send(_channel: number, _type: number, bytes: Uint8Array, at: number, length: number): number {
    if (this.#used + length > QUEUE_BYTES) {
      if (this.#isSlow) return 0;
      this.#used = 0;
    }
    this.#bytes.set(bytes.subarray(at, at + length), this.#used);
    this.#used += length;
    return 1;
  }

  empty(): void {
    this.#used = 0;
  }
}

function contestant(name: string, slow: number): Contestant {
  const nothing = { upstream() {}, needSnapshot() {}, gap() {}, readerBehind() {}, readerRestarted() {} };
  const hub = new MarketDataHub(1, nothing, { subscriptionsMax: 10 });
  hub.declare(INSTRUMENT);
  const slowReaders: { queue: Queue; reader: MarketReader }[] = [];
  for (let index = 0; index < SUBSCRIBERS; index += 1) {
    const queue = new Queue(index < slow);
    const reader = hub.attach(`${index}`, queue);
    hub.subscribe(reader, INSTRUMENT, KIND.quotes);
    if (index < slow) slowReaders.push({ queue, reader });
  }
  const bytes = new Uint8Array(QUOTE_MAX_BYTES);
  const view = new DataView(bytes.buffer);
  const quote = { ...emptyQuote(), instrument: INSTRUMENT };
  return {
    name,
    repeat(times) {
      for (let turn = 0; turn < times; turn += 1) {
        quote.updateSeq += 1;
        hub.publish(MessageType.Quote, bytes, view, 0, encodeQuote(quote, bytes, view, 0));
        if (quote.updateSeq % SLOW_READS_EVERY !== 0) continue;
        for (const { queue, reader } of slowReaders) {
          queue.empty();
          reader.writable(CHANNELS.control);
          reader.writable(CHANNELS.marketData);
        }
      }
      return quote.updateSeq;
    },
  };
}

const ALL_FAST = `${SUBSCRIBERS} that read`;
const ONE_SLOW = `${SUBSCRIBERS - 1} that read, 1 that does not`;
const took = measureInterleaved([contestant(ALL_FAST, 0), contestant(ONE_SLOW, 1)], { rounds: 11, turnMs: 100 });
const fastNs = took.get(ALL_FAST) ?? 0;
const slowNs = took.get(ONE_SLOW) ?? 0;
printTable(
  ['subscribers', 'ns a message', 'delivered messages/s'],
  [
    [ALL_FAST, fastNs, (SUBSCRIBERS * 1e9) / fastNs],
    [ONE_SLOW, slowNs, ((SUBSCRIBERS - 1) * 1e9) / slowNs],
  ],
);
console.log('No runnable peer: this is a part of the server, sockets and sealing left out (bench throughput has them).\n');
printResult({ slowReaderCost: slowNs / fastNs - 1, nsPerDelivery: fastNs / SUBSCRIBERS });
