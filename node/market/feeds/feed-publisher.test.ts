import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeQuote, emptyQuote, MessageType } from '../../wire/index.js';
import { BookBuilder, BookSide } from '../index.js';
import { decode, type Received } from '../testing/messages.js';
import type { FeedEvent, FeedInstrument, FeedLevel } from './feed-event.js';
import { FeedPublisher } from './feed-publisher.js';
import { FeedReader } from './feed-reader.js';
import { findByName } from './feed-sources.js';
import { readFeedFile } from './read-feed-file.js';

const BTC: FeedInstrument = { instrument: 65_543, symbol: 'BTCUSDT', priceScale: 2, quantityScale: 5 };
const VISIBLE = 3;

let sent: Received[];
let publisher: FeedPublisher;
beforeEach(() => {
  sent = [];
  publisher = new FeedPublisher((type, bytes, _view, at, length) => sent.push(decode(type, bytes.slice(at, at + length))), {
    bookLevelsMax: VISIBLE,
  });
});

const moment = { instrument: BTC, eventTimeUs: 1, paceUs: 1 };
const levels = (...pairs: readonly (readonly [number, number])[]): FeedLevel[] => pairs.map(([price, quantity]) => ({ price, quantity }));
const snapshot = (lastId: number | null, bids: FeedLevel[], asks: FeedLevel[] = []): FeedEvent => ({
  ...moment,
  type: 'bookSnapshot',
  lastId,
  bids,
  asks,
});
const change = (first: number, last: number, bids: FeedLevel[], previous: number | null = null): FeedEvent => ({
  ...moment,
  type: 'bookChange',
  ids: { first, last, previous },
  bids,
  asks: [],
});
const publish = (...events: readonly FeedEvent[]): void => {
  for (const event of events) publisher.event(event, 5);
};
const story = (): string[] =>
  sent.splice(0).map((one) => {
    if (one.type === 'BookSnapshot')
      return `snapshot ${one.message.updateSeq}: ${one.message.levels.map((level) => `${level.price}x${level.quantity}`).join(' ')}`;
    if (one.type === 'BookIncrement') {
      const { updateSeq, basePrice, levels: changed } = one.message;
      return `increment ${updateSeq}: ${changed.map((level) => `${basePrice + level.priceOffset}x${level.quantity}`).join(' ')}`;
    }
    return one.type === 'Quote' ? `quote ${one.message.updateSeq}: ${one.message.bid}/${one.message.ask}` : one.type;
  });

describe('books of a venue', () => {
  test('changes wait for the snapshot; those that it contains are left out, the next must follow', () => {
    publish(change(1, 10, levels([100, 1])), change(11, 12, levels([99, 2])), snapshot(11, levels([100, 5], [98, 3])));
    publish(change(13, 13, levels([100, 0])));
    expect(story()).toEqual(['snapshot 1: 100x5 99x2 98x3', 'quote 1: 100/0', 'increment 2: 100x0', 'quote 2: 99/0']);
  });

  test('where the venue names the message before, that must be the last one applied', () => {
    publish(snapshot(11, levels([100, 5])), change(9, 15, levels([100, 6]), 8), change(20, 22, levels([100, 7]), 15));
    expect(story().filter((line) => line.startsWith('incr'))).toEqual(['increment 2: 100x6', 'increment 3: 100x7']);
    publish(change(30, 31, levels([100, 8]), 29));
    expect(story()).toEqual(['snapshot 4: ', 'quote 4: 0/0']);
    expect(publisher.bookGaps).toBe(1);
  });

  test('after a gap nothing wrong stands: the book is empty until the next snapshot', () => {
    publish(snapshot(1, levels([100, 5])), change(4, 5, levels([99, 1])), change(6, 6, levels([98, 1])));
    expect(story()).toEqual(['snapshot 1: 100x5', 'quote 1: 100/0', 'snapshot 2: ', 'quote 2: 0/0']);
    publish(snapshot(5, levels([100, 5], [99, 1])));
    expect(story()).toEqual(['snapshot 3: 100x5 99x1 98x1', 'quote 3: 100/0']);
  });

  test('a level that moves up among the visible ones is published, one that moves out is deleted', () => {
    publish(snapshot(1, levels([100, 1], [99, 1], [98, 1], [97, 1])));
    publish(change(2, 2, levels([101, 1])), change(3, 3, levels([101, 0], [100, 0])));
    expect(story().filter((line) => !line.startsWith('quote'))).toEqual([
      'snapshot 1: 100x1 99x1 98x1',
      'increment 2: 101x1 98x0',
      'increment 3: 101x0 100x0 98x1 97x1',
    ]);
  });

  test('a change below the visible levels publishes nothing', () => {
    publish(snapshot(1, levels([100, 1], [99, 1], [98, 1])));
    story();
    publish(change(2, 2, levels([90, 1])));
    expect(story()).toEqual([]);
  });

  test('prices too far apart for one base price go out in several increments', () => {
    publish(snapshot(1, []), change(2, 2, levels([9e12, 1], [5, 1])));
    expect(story().filter((line) => line.startsWith('incr'))).toEqual(['increment 2: 9000000000000x1', 'increment 3: 5x1']);
  });

  test('quotes of the source are believed, and none is then made from its book', () => {
    publish({ ...moment, type: 'quote', bid: 7, ask: 6, bidQuantity: 1, askQuantity: 1 }, snapshot(1, levels([100, 1])));
    expect(story()).toEqual(['quote 1: 7/6', 'snapshot 1: 100x1']);
  });

  test('the event time is the one given, and a restarted recording waits for its snapshot while sequences go on', () => {
    publish(snapshot(50, levels([100, 1])));
    expect(sent[0]).toMatchObject({ message: { eventTimeUs: 5 } });
    story();
    publisher.restart();
    publish(change(1, 2, levels([100, 9])), snapshot(3, levels([100, 2])));
    expect(story()).toEqual(['snapshot 2: 100x2', 'quote 2: 100/0']);
  });

  test('whatever changes: a book built from what is published is the top of the whole book', () => {
    const level = fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 3 }))
      .map(([price, quantity]) => ({ price, quantity }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(level, { maxLength: 6 }), fc.array(level, { maxLength: 6 })), { maxLength: 40 }), (steps) => {
        const built = new BookBuilder();
        const whole = { bids: new BookSide('bids'), asks: new BookSide('asks') };
        publisher = new FeedPublisher(
          (type, bytes, _view, at, length) => {
            const one = decode(type, bytes.slice(at, at + length));
            if (one.type === 'BookSnapshot') built.snapshot(one.message);
            if (one.type === 'BookIncrement') expect(built.increment(one.message)).toBe('applied');
          },
          { bookLevelsMax: VISIBLE },
        );
        publish(snapshot(null, []));
        for (const [bids, asks] of steps) {
          publish({ ...moment, type: 'bookChange', ids: null, bids, asks });
          for (const one of bids) whole.bids.set(one.price, one.quantity);
          for (const one of asks) whole.asks.set(one.price, one.quantity);
          for (const side of ['bids', 'asks'] as const) {
            const top = (from: BookSide): number[] =>
              Array.from({ length: Math.min(from.count, VISIBLE) }, (_, at) => from.price(at) * 10 + from.quantity(at));
            expect(built[side].count).toBe(Math.min(whole[side].count, VISIBLE));
            expect(top(built[side])).toEqual(top(whole[side]));
          }
        }
      }),
    );
  });
});

const samples = process.env.RELAIS_SAMPLES;
if (samples !== undefined) {
  test('the recorded books in RELAIS_SAMPLES follow their snapshots without a gap and are not crossed for long', async () => {
    const instruments = [
      { ...BTC, quantityScale: 8 },
      { ...BTC, instrument: 65_544, symbol: 'BTCUSDPERP', priceScale: 1, quantityScale: 0 },
    ];
    const found = (await readdir(samples)).filter((name) => /l2diff|rawfeed/.test(name));
    for (const name of found) {
      let [quotes, crossed] = [0, 0];
      const quote = emptyQuote();
      publisher = new FeedPublisher(
        (type, bytes, view, at, length) => {
          if (type !== MessageType.Quote) return;
          decodeQuote(view, bytes, at, length, quote);
          quotes += 1;
          if (quote.bid >= quote.ask) crossed += 1;
        },
        { bookLevelsMax: 10 },
      );
      const reader = new FeedReader(findByName(instruments, name), { lineBytesMax: 4_194_304, badLinesMax: 0 });
      const emit = (event: FeedEvent): void => {
        if (event.type !== 'quote') publisher.event(event, event.eventTimeUs);
      };
      for await (const chunk of readFeedFile(join(samples, name))) reader.push(chunk, emit);
      reader.end(emit);
      expect({ name, gaps: publisher.bookGaps }).toEqual({ name, gaps: 0 });
      expect(quotes).toBeGreaterThan(300);
      expect(crossed / quotes).toBeLessThan(0.01);
    }
  }, 120_000);
}
