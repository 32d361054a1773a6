import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ERRORS } from '../../registry/index.js';
import { CHANNELS } from '../wire/index.js';
import { BookBuilder } from './book-builder.js';
import type { BookSide } from './book-side.js';
import { type HubPort, MarketDataHub } from './hub.js';
import type { MarketReader } from './market-reader.js';
import { BoundedOutlet, type Encoded, increment, quote, type Received, snapshot, status, trade } from './testing/messages.js';
import { KIND } from './topic.js';

const HERE = 1;
const EURUSD = HERE * 65_536 + 1;
const GOLD = HERE * 65_536 + 2;
const ELSEWHERE = 2;
const BTC = ELSEWHERE * 65_536 + 1;
const ALL = KIND.quotes | KIND.trades | KIND.book;

class RecordingPort implements HubPort {
  readonly log: string[] = [];
  upstream(instrument: number, kinds: number, isWanted: boolean): void {
    this.log.push(`${isWanted ? 'subscribe' : 'unsubscribe'} ${instrument} ${kinds}`);
  }
  needSnapshot(instrument: number): void {
    this.log.push(`needSnapshot ${instrument}`);
  }
  gap(instrument: number, kind: number, missing: number): void {
    this.log.push(`gap ${instrument} ${kind} ${missing}`);
  }
  readerBehind(reader: string, channel: number): void {
    this.log.push(`behind ${reader} ${channel}`);
  }
  readerRestarted(reader: string, instrument: number, dropped: number): void {
    this.log.push(`restarted ${reader} ${instrument} ${dropped}`);
  }
  take(): string[] {
    return this.log.splice(0);
  }
}

let port: RecordingPort;
let hub: MarketDataHub;

beforeEach(() => {
  port = new RecordingPort();
  hub = new MarketDataHub(HERE, port, { subscriptionsMax: 6 });
  for (const instrument of [EURUSD, GOLD, BTC]) hub.declare(instrument);
});

const publish = ({ type, bytes, view, length }: Encoded): void => hub.publish(type, bytes, view, 0, length);
const arrive = ({ type, bytes, view, length }: Encoded): void => hub.fromRegion(ELSEWHERE, type, bytes, view, 0, length);
const seqs = (received: readonly Received[]): string[] =>
  received.map((one) => (one.type === 'other' || one.type === 'Notice' ? one.type : `${one.type} ${one.message.updateSeq}`));

function reader(name: string, room?: number): { outlet: BoundedOutlet; reader: MarketReader } {
  const outlet = new BoundedOutlet(room);
  return { outlet, reader: hub.attach(name, outlet) };
}

describe('subscriptions', () => {
  test('a subscriber gets the state first and then what follows, nothing twice and nothing between', () => {
    publish(quote(EURUSD, 1));
    publish(quote(EURUSD, 2));
    publish(trade(EURUSD, 1));
    publish(increment(EURUSD, 1, [[100, 5]], [[101, 6]]));
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, ALL);
    publish(quote(EURUSD, 3));
    publish(increment(EURUSD, 2, [[100, 0]]));
    publish(trade(EURUSD, 2));
    expect(seqs(bot.outlet.quotes)).toEqual(['Quote 2', 'Trade 1', 'Quote 3', 'Trade 2']);
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 1', 'BookIncrement 2']);
  });

  test('a book that nobody has changed yet begins with an empty snapshot of sequence 0', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, KIND.book);
    publish(increment(EURUSD, 1, [[100, 5]]));
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 0', 'BookIncrement 1']);
  });

  test('only the kinds that were asked for arrive, and the status of the instrument once', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, KIND.quotes);
    hub.subscribe(bot.reader, EURUSD, KIND.book);
    publish(trade(EURUSD, 1));
    publish(quote(GOLD, 1));
    publish(status(EURUSD, 1));
    expect(bot.outlet.quotes).toEqual([{ type: 'other', messageType: 20 }]);
  });

  test('after unsubscribing nothing more arrives, of the status neither', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, KIND.quotes | KIND.trades);
    hub.unsubscribe(bot.reader, EURUSD, KIND.quotes);
    publish(quote(EURUSD, 1));
    publish(trade(EURUSD, 1));
    hub.unsubscribe(bot.reader, EURUSD, KIND.trades);
    publish(trade(EURUSD, 2));
    publish(status(EURUSD, 1));
    expect(seqs(bot.outlet.quotes)).toEqual(['Trade 1']);
  });

  test('asking again for what is read already starts it anew from the state', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, KIND.book);
    publish(increment(EURUSD, 1, [[100, 5]]));
    hub.subscribe(bot.reader, EURUSD, KIND.book);
    publish(increment(EURUSD, 2, [[100, 6]]));
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 0', 'BookIncrement 1', 'BookSnapshot 1', 'BookIncrement 2']);
  });

  test('unknown instruments, empty or unknown kinds, and too many subscriptions are refused with their codes', () => {
    const bot = reader('bot');
    expect(() => hub.subscribe(bot.reader, 99, KIND.quotes)).toThrow(/RELAIS_E_MARKET_INSTRUMENT_UNKNOWN/);
    expect(() => hub.subscribe(bot.reader, EURUSD, 0)).toThrow(/RELAIS_E_SUBSCRIPTION_KINDS/);
    expect(() => hub.subscribe(bot.reader, EURUSD, 8)).toThrow(/RELAIS_E_SUBSCRIPTION_KINDS/);
    hub.subscribe(bot.reader, EURUSD, ALL);
    hub.subscribe(bot.reader, GOLD, ALL);
    expect(() => hub.subscribe(bot.reader, BTC, KIND.quotes)).toThrow(/RELAIS_E_SUBSCRIPTION_LIMIT/);
    hub.subscribe(bot.reader, GOLD, KIND.book);
    hub.unsubscribe(bot.reader, GOLD, KIND.book);
    hub.subscribe(bot.reader, BTC, KIND.quotes);
  });

  test('every subscriber is handed the very same bytes', () => {
    const seen: Uint8Array[] = [];
    for (const name of ['a', 'b', 'c']) {
      const outlet = { send: (_channel: number, _type: number, bytes: Uint8Array) => seen.push(bytes) };
      hub.subscribe(hub.attach(name, outlet), EURUSD, KIND.quotes);
    }
    const message = quote(EURUSD, 1);
    publish(message);
    expect(seen).toHaveLength(3);
    for (const bytes of seen) expect(bytes).toBe(message.bytes);
  });

  test('a local book that does not follow its increments is asked for as a snapshot, and goes on from there', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, EURUSD, KIND.book);
    publish(increment(EURUSD, 7, [[100, 5]]));
    expect(port.take()).toEqual([`needSnapshot ${EURUSD}`]);
    publish(snapshot(EURUSD, 7, [[100, 5]]));
    publish(increment(EURUSD, 8, [[99, 1]]));
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 0', 'BookSnapshot 7', 'BookIncrement 8']);
  });
});

describe('slow readers', () => {
  test('a full reader gets nothing more until it reads, then a snapshot, a notice with the number left out, and goes on', () => {
    const slow = reader('slow', 2);
    hub.subscribe(slow.reader, EURUSD, KIND.book);
    for (let seq = 1; seq <= 5; seq += 1) publish(increment(EURUSD, seq, [[100, seq]]));
    expect(slow.outlet.refused).toBe(1);
    expect(port.take()).toEqual([`behind slow ${CHANNELS.book}`]);
    expect(seqs(slow.outlet.book)).toEqual(['BookSnapshot 0', 'BookIncrement 1']);
    slow.reader.writable(CHANNELS.book);
    publish(increment(EURUSD, 6, [[100, 6]]));
    expect(seqs(slow.outlet.book)).toEqual(['BookSnapshot 5', 'BookIncrement 6']);
    expect(slow.outlet.control).toEqual([
      {
        type: 'Notice',
        message: { instrument: EURUSD, error: ERRORS.RELAIS_E_SLOW_READER.wire, dropped: 4, detail: ERRORS.RELAIS_E_SLOW_READER.text },
      },
    ]);
    expect(port.take()).toEqual([`restarted slow ${EURUSD} 4`]);
  });

  test('what missed nothing while the channel was full is not restarted', () => {
    const slow = reader('slow', 3);
    hub.subscribe(slow.reader, EURUSD, KIND.quotes);
    hub.subscribe(slow.reader, GOLD, KIND.quotes);
    publish(quote(GOLD, 1));
    for (let seq = 1; seq <= 4; seq += 1) publish(quote(EURUSD, seq));
    slow.outlet.take(CHANNELS.marketData);
    slow.reader.writable(CHANNELS.marketData);
    expect(seqs(slow.outlet.quotes)).toEqual(['Quote 4']);
  });

  test('a full book channel does not hold up the quotes of the same reader', () => {
    const slow = reader('slow', 1);
    hub.subscribe(slow.reader, EURUSD, KIND.book | KIND.quotes);
    publish(increment(EURUSD, 1, [[100, 5]]));
    publish(quote(EURUSD, 1));
    expect(seqs(slow.outlet.quotes)).toEqual(['Quote 1']);
  });

  test('with little room the waiting books are restarted in turn, none for ever last', () => {
    const slow = reader('slow', 1);
    hub.subscribe(slow.reader, EURUSD, KIND.book);
    hub.subscribe(slow.reader, GOLD, KIND.book);
    const restarted = new Set<number>();
    for (let seq = 1; seq <= 6; seq += 1) {
      publish(increment(EURUSD, seq, [[100, seq]]));
      publish(increment(GOLD, seq, [[100, seq]]));
      for (const one of slow.outlet.book) if (one.type === 'BookSnapshot') restarted.add(one.message.instrument);
      slow.reader.writable(CHANNELS.book);
    }
    expect(restarted).toEqual(new Set([EURUSD, GOLD]));
  });

  test('a notice that found no room is sent later, with what came on top', () => {
    const slow = reader('slow', 1);
    slow.outlet.send(CHANNELS.control, 0, new Uint8Array(1), 0, 1);
    hub.subscribe(slow.reader, EURUSD, KIND.quotes);
    for (let round = 0; round < 2; round += 1) {
      for (let seq = 1; seq <= 3; seq += 1) publish(quote(EURUSD, round * 3 + seq));
      slow.outlet.take(CHANNELS.marketData);
      slow.reader.writable(CHANNELS.marketData);
    }
    slow.outlet.take(CHANNELS.control);
    slow.reader.writable(CHANNELS.control);
    expect(slow.outlet.control).toMatchObject([{ type: 'Notice', message: { dropped: 2 + 3 } }]);
  });

  test('a reader that left gets nothing, whatever it waited for', () => {
    const slow = reader('slow', 1);
    hub.subscribe(slow.reader, EURUSD, KIND.book);
    publish(increment(EURUSD, 1, [[100, 5]]));
    hub.detach(slow.reader);
    slow.outlet.take(CHANNELS.book);
    slow.reader.writable(CHANNELS.book);
    publish(increment(EURUSD, 2, [[100, 6]]));
    expect(slow.outlet.book).toEqual([]);
  });

  test('a reader that leaves while a message is handed out does not disturb the others', () => {
    const counts = [0, 0, 0];
    const readers: MarketReader[] = [];
    counts.forEach((_, index) => {
      readers.push(
        hub.attach(`${index}`, {
          send: () => {
            counts[index] = (counts[index] as number) + 1;
            if (index === 0) for (const other of readers.slice(0, 2)) hub.detach(other);
            return 1;
          },
        }),
      );
    });
    for (const one of readers) hub.subscribe(one, EURUSD, KIND.quotes);
    publish(quote(EURUSD, 1));
    publish(quote(EURUSD, 2));
    expect(counts).toEqual([1, 0, 2]);
  });
});

const levels = (side: BookSide): string =>
  Array.from({ length: side.count }, (_, at) => `${side.price(at)}x${side.quantity(at)}`).join(' ');
const picture = (book: BookBuilder): string => `${book.updateSeq}: ${levels(book.bids)} | ${levels(book.asks)}`;

describe('whatever the pattern of full and writable', () => {
  const level = fc.tuple(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 0, max: 3 }));
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        bids: fc.array(level, { maxLength: 4 }),
        asks: fc.array(level, { maxLength: 4 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), count: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('writable' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
  );

  test('the book that a subscriber builds is the book of the hub once it has read everything, without a gap', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (steps, room) => {
        hub = new MarketDataHub(HERE, port, { subscriptionsMax: 6 });
        hub.declare(EURUSD);
        const slow = reader('slow', room);
        const built = new BookBuilder();
        const take = (count: number): void => {
          for (const one of slow.outlet.take(CHANNELS.book, count)) {
            if (one.type === 'BookSnapshot') built.snapshot(one.message);
            else if (one.type === 'BookIncrement') expect(built.increment(one.message)).toBe('applied');
          }
        };
        hub.subscribe(slow.reader, EURUSD, KIND.book);
        let seq = 0;
        for (const one of steps) {
          if (one.do === 'change') {
            seq += 1;
            publish(increment(EURUSD, seq, one.bids, one.asks));
          } else if (one.do === 'read') take(one.count);
          else if (one.do === 'again') hub.subscribe(slow.reader, EURUSD, KIND.book);
          else slow.reader.writable(CHANNELS.book);
        }
        take(room);
        slow.reader.writable(CHANNELS.book);
        take(room);
        expect(picture(built)).toBe(picture(hub.book(EURUSD) as BookBuilder));
      }),
      { numRuns: 300 },
    );
  });
});

describe('links between regions', () => {
  test('an instrument of another region is asked for while somebody reads it here, each kind once', () => {
    hub.regionConnected(ELSEWHERE);
    const [a, b] = [reader('a'), reader('b')];
    hub.subscribe(a.reader, BTC, KIND.quotes);
    hub.subscribe(b.reader, BTC, KIND.quotes | KIND.book);
    expect(port.take()).toEqual([`subscribe ${BTC} 1`, `subscribe ${BTC} 4`]);
    hub.detach(a.reader);
    expect(port.take()).toEqual([]);
    hub.detach(b.reader);
    expect(port.take().sort()).toEqual([`unsubscribe ${BTC} 1`, `unsubscribe ${BTC} 4`]);
  });

  test('its messages reach the readers here with their sequences', () => {
    hub.regionConnected(ELSEWHERE);
    const bot = reader('bot');
    hub.subscribe(bot.reader, BTC, KIND.quotes | KIND.book);
    for (const message of [quote(BTC, 40), snapshot(BTC, 7, [[100, 1]]), increment(BTC, 8, [[100, 2]]), quote(BTC, 41)]) arrive(message);
    expect(seqs(bot.outlet.quotes)).toEqual(['Quote 40', 'Quote 41']);
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 7', 'BookIncrement 8']);
    const late = reader('late');
    hub.subscribe(late.reader, BTC, KIND.book);
    expect(seqs(late.outlet.book)).toEqual(['BookSnapshot 8']);
  });

  test('a missing increment has the book asked for again; what is under way until then is left out', () => {
    hub.regionConnected(ELSEWHERE);
    const bot = reader('bot');
    hub.subscribe(bot.reader, BTC, KIND.book);
    port.take();
    for (const message of [snapshot(BTC, 7, []), increment(BTC, 9, [[100, 2]]), increment(BTC, 10, [[100, 3]])]) arrive(message);
    expect(port.take()).toEqual([`gap ${BTC} 4 1`, `subscribe ${BTC} 4`]);
    arrive(snapshot(BTC, 10, [[100, 3]]));
    arrive(increment(BTC, 11, [[100, 4]]));
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 7', 'BookSnapshot 10', 'BookIncrement 11']);
  });

  test('a damaged message of a book counts as missing', () => {
    hub.regionConnected(ELSEWHERE);
    const bot = reader('bot');
    hub.subscribe(bot.reader, BTC, KIND.book);
    arrive(snapshot(BTC, 7, []));
    const damaged = increment(BTC, 8, [[100, 2]]);
    damaged.bytes[40] = (damaged.bytes[40] as number) ^ 1;
    port.take();
    arrive(damaged);
    expect(port.take()).toEqual([`gap ${BTC} 4 1`, `subscribe ${BTC} 4`]);
  });

  test('a region that was away is asked again for everything that is read, and its state is taken whatever its sequence', () => {
    const bot = reader('bot');
    hub.subscribe(bot.reader, BTC, ALL);
    expect(port.take()).toEqual([]);
    hub.regionConnected(ELSEWHERE);
    expect(port.take()).toEqual([`subscribe ${BTC} 7`]);
    for (const message of [quote(BTC, 500), snapshot(BTC, 90, [[100, 1]])]) arrive(message);
    hub.regionDisconnected(ELSEWHERE);
    hub.regionConnected(ELSEWHERE);
    expect(port.take()).toEqual([`subscribe ${BTC} 7`]);
    for (const message of [quote(BTC, 500), snapshot(BTC, 3, [[100, 9]]), quote(BTC, 501)]) arrive(message);
    expect(seqs(bot.outlet.quotes)).toEqual(['Quote 500', 'Quote 501']);
    expect(seqs(bot.outlet.book)).toEqual(['BookSnapshot 90', 'BookSnapshot 3']);
  });

  test('whoever subscribes while a region is away is not given what may be out of date, but the state when it comes, once', () => {
    hub.regionConnected(ELSEWHERE);
    const [early, late] = [reader('early'), reader('late')];
    hub.subscribe(early.reader, BTC, KIND.quotes | KIND.book);
    for (const message of [quote(BTC, 500), snapshot(BTC, 90, [[100, 1]])]) arrive(message);
    hub.regionDisconnected(ELSEWHERE);
    hub.subscribe(late.reader, BTC, KIND.quotes | KIND.book);
    expect([...late.outlet.quotes, ...late.outlet.book]).toEqual([]);
    hub.regionConnected(ELSEWHERE);
    for (const message of [quote(BTC, 500), snapshot(BTC, 90, [[100, 1]]), quote(BTC, 501)]) arrive(message);
    expect(seqs(late.outlet.quotes)).toEqual(['Quote 500', 'Quote 501']);
    expect(seqs(late.outlet.book)).toEqual(['BookSnapshot 90']);
    expect(seqs(early.outlet.quotes)).toEqual(['Quote 500', 'Quote 501']);
  });

  test('missing trades are said with their number, missing quotes only counted', () => {
    hub.regionConnected(ELSEWHERE);
    const bot = reader('bot');
    hub.subscribe(bot.reader, BTC, KIND.quotes | KIND.trades);
    for (const message of [trade(BTC, 1), trade(BTC, 5), quote(BTC, 1), quote(BTC, 3)]) arrive(message);
    expect(bot.outlet.control).toMatchObject([
      { type: 'Notice', message: { instrument: BTC, error: ERRORS.RELAIS_E_MARKET_DATA_GAP.wire, dropped: 3 } },
    ]);
    expect(seqs(bot.outlet.quotes)).toEqual(['Trade 1', 'Trade 5', 'Quote 1', 'Quote 3']);
  });

  test('a region cannot speak for another, and what nobody asked for is ignored', () => {
    arrive(quote(BTC, 1));
    expect(hub.ignored).toBe(1);
    const foreign = quote(EURUSD, 1);
    expect(() => hub.fromRegion(ELSEWHERE, foreign.type, foreign.bytes, foreign.view, 0, foreign.length)).toThrow(
      /RELAIS_E_MARKET_INSTRUMENT_UNKNOWN/,
    );
    const own = quote(BTC, 1);
    expect(() => publish(own)).toThrow(/RELAIS_E_MARKET_INSTRUMENT_UNKNOWN/);
  });
});

test('one slow subscriber of many costs the others none of their messages', () => {
  const others = Array.from({ length: 99 }, (_, index) => {
    const counted = { count: 0, send: () => ++counted.count };
    hub.subscribe(hub.attach(`fast ${index}`, counted), EURUSD, KIND.quotes);
    return counted;
  });
  const slow = reader('slow', 10);
  hub.subscribe(slow.reader, EURUSD, KIND.quotes);
  for (let seq = 1; seq <= 5000; seq += 1) publish(quote(EURUSD, seq));
  for (const other of others) expect(other.count).toBe(5000);
  // and the hub tried the full queue once, not once a message
  expect(slow.outlet.refused).toBe(1);
  expect(slow.outlet.queues[CHANNELS.marketData]).toHaveLength(10);
});
