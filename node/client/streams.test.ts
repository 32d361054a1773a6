import { afterEach, describe, expect, test } from '@jest/globals';
import { ExecType, MessageType } from '../wire/index.js';
import type { ClientEvent } from './events.js';
import { type ClientLimits, clientLimits } from './limits.js';
import { Relais } from './relais.js';
import { settle } from './testing/fake-clock.js';
import { MemoryNetwork } from './testing/memory-network.js';

const open: Relais[] = [];

async function aClient(limits: Partial<ClientLimits> = {}) {
  const network = new MemoryNetwork();
  const relais = new Relais(network.surroundings(), clientLimits({ closeWithinMs: 0, ...limits }), 1);
  open.push(relais);
  await relais.open();
  await settle();
  return { relais, network, region: network.region, clock: network.clock };
}

afterEach(async () => {
  for (const relais of open.splice(0)) await relais.close();
});

/** Reads `count` items, or fewer if the stream ends. */
async function read<T>(stream: AsyncIterator<T>, count: number): Promise<T[]> {
  const items: T[] = [];
  while (items.length < count) {
    const next = await stream.next();
    if (next.done) return items;
    items.push(next.value);
  }
  return items;
}

describe('quotes', () => {
  test('a slow reader gets the latest of each instrument, and how many it did not see', async () => {
    const { relais, region } = await aClient();
    const quotes = relais.quotes(['EURUSD', 'GBPUSD']);
    await settle();
    for (let n = 1; n <= 500; n++) region.quote(100 + n, n);
    region.quote(7, 1, 65_538);
    await settle();
    const got = await read(quotes, 2);
    expect(got.map((quote) => [quote.instrument.symbol, quote.bid, quote.conflated])).toEqual([
      ['EURUSD', 600, 499],
      ['GBPUSD', 7, 0],
    ]);
    expect(relais.counters.quotesConflated).toBe(499);
  });

  test('many readers are one subscription, which ends with the last of them', async () => {
    const { relais, region } = await aClient();
    const first = relais.quotes(['EURUSD']);
    const second = relais.quotes(['EURUSD']);
    await settle();
    expect(region.subscriptions.length).toBe(1);
    region.quote(100, 1);
    await settle();
    const third = relais.quotes(['EURUSD']);
    expect((await read(third, 1))[0]?.bid).toBe(100);
    await first.return?.();
    await second.return?.();
    await settle();
    expect(region.subscriptions.length).toBe(1);
    await third.return?.();
    await settle();
    expect(region.subscriptions.length).toBe(0);
    expect(region.heard.filter((type) => type === MessageType.Subscribe).length).toBe(1);
  });

  test('subscriptions are there again after a reconnect', async () => {
    const { relais, network, region } = await aClient();
    const quotes = relais.quotes(['EURUSD']);
    await settle();
    network.cut();
    await settle();
    region.quote(101, 9);
    expect((await read(quotes, 1))[0]?.bid).toBe(101);
  });

  test('a subscription that is refused ends its readers with the reason, and nobody else', async () => {
    const { relais, region } = await aClient();
    const refused = relais.quotes(['EURUSD']);
    const other = relais.quotes(['GBPUSD']);
    await settle();
    const [session] = region.sessions;
    const subscription = region.subscriptions.find((one) => one.instrument === 65_537);
    if (session === undefined || subscription === undefined) throw new Error('no subscription');
    region.result(session, subscription.requestId, 500);
    await expect(refused.next()).rejects.toMatchObject({ code: 'RELAIS_E_ACCESS_DENIED' });
    region.quote(5, 1, 65_538);
    expect((await read(other, 1))[0]?.bid).toBe(5);
  });
});

describe('trades', () => {
  test('come one by one; what a slow reader missed is said in its place, and exactly', async () => {
    const { relais, region } = await aClient({ streamBufferMax: 4 });
    const trades = relais.trades(['EURUSD']);
    await settle();
    for (let n = 1; n <= 10; n++) region.trade(n);
    await settle();
    const before = await read(trades, 4);
    expect(before.map((event) => event.type === 'trade' && event.updateSeq)).toEqual([1, 2, 3, 4]);
    const [gap] = await read(trades, 1);
    expect(gap).toMatchObject({ type: 'gap', missed: 6, reason: 'slowReader' });
    region.trade(11);
    expect(await read(trades, 1)).toMatchObject([{ type: 'trade', updateSeq: 11 }]);
  });

  test('whatever happens, trades read and trades said to be missing add up', async () => {
    const { relais, region } = await aClient({ streamBufferMax: 3 });
    const trades = relais.trades(['EURUSD']);
    await settle();
    let seen = 0;
    let updateSeq = 0;
    for (const [published, wanted] of [
      [5, 2],
      [1, 1],
      [9, 3],
      [2, 3],
    ] as const) {
      for (let n = 0; n < published; n++) region.trade(++updateSeq);
      await settle();
      for (const event of await read(trades, wanted)) seen += event.type === 'trade' ? 1 : (event.missed ?? 0);
    }
    region.trade(++updateSeq);
    await settle();
    await relais.close();
    for await (const event of trades) seen += event.type === 'trade' ? 1 : (event.missed ?? 0);
    expect(seen).toBe(updateSeq);
  });

  test('trades that happened while the connection was away are a gap', async () => {
    const { relais, network, region } = await aClient();
    const trades = relais.trades(['EURUSD']);
    await settle();
    region.trade(1);
    await settle();
    network.cut();
    await settle();
    region.trade(1);
    region.trade(5);
    expect(await read(trades, 3)).toMatchObject([{ updateSeq: 1 }, { type: 'gap', missed: 3, reason: 'connection' }, { updateSeq: 5 }]);
  });

  test('a source that counts anew is a gap of unknown size', async () => {
    const { relais, region } = await aClient();
    const trades = relais.trades(['EURUSD']);
    await settle();
    region.trade(70);
    region.trade(1);
    const [, gap] = await read(trades, 3);
    expect(gap).toMatchObject({ type: 'gap', missed: undefined });
  });
});

describe('the book', () => {
  const shape = (view: { bids: readonly { price: number; quantity: number }[]; asks: readonly { price: number; quantity: number }[] }) => ({
    bids: view.bids.map((level) => [level.price, level.quantity]),
    asks: view.asks.map((level) => [level.price, level.quantity]),
  });

  test('is stitched from a snapshot and the increments after it, and a slow reader gets the present one', async () => {
    const { relais, region } = await aClient();
    const views = relais.book('EURUSD');
    await settle();
    region.bookIncrement(4, [[98, 9]], []);
    region.bookSnapshot(
      5,
      [
        [100, 3],
        [99, 4],
      ],
      [[101, 5]],
    );
    const [first] = await read(views, 1);
    expect(first && shape(first)).toEqual({
      bids: [
        [100, 3],
        [99, 4],
      ],
      asks: [[101, 5]],
    });
    region.bookIncrement(6, [[100, 0]], [[102, 8]]);
    region.bookIncrement(7, [], [[101, 1]]);
    await settle();
    const [second] = await read(views, 1);
    expect(second && shape(second)).toEqual({
      bids: [[99, 4]],
      asks: [
        [101, 1],
        [102, 8],
      ],
    });
    expect(second).toMatchObject({ updateSeq: 7, conflated: 1 });
  });

  test('a missing increment is never shown: the book is asked for again and goes on with the snapshot', async () => {
    const { relais, region } = await aClient();
    const events: ClientEvent[] = [];
    relais.onEvent((event) => events.push(event));
    const views = relais.book('EURUSD');
    await settle();
    region.bookSnapshot(5, [[100, 3]], [[101, 5]]);
    await read(views, 1);
    region.bookIncrement(7, [[100, 9]], []);
    await settle();
    expect(events).toMatchObject([{ type: 'bookRestarted', reason: 'gap' }]);
    expect(region.heard.slice(-2)).toEqual([MessageType.Unsubscribe, MessageType.Subscribe]);
    region.bookIncrement(8, [[100, 8]], []);
    region.bookSnapshot(8, [[100, 8]], [[101, 5]]);
    const [view] = await read(views, 1);
    expect(view).toMatchObject({ updateSeq: 8 });
    expect(relais.counters.booksRestarted).toBe(1);
  });

  test('shows as many levels as asked for', async () => {
    const { relais, region } = await aClient();
    const views = relais.book('EURUSD', { depth: 1 });
    await settle();
    region.bookSnapshot(
      1,
      [
        [100, 3],
        [99, 4],
      ],
      [
        [101, 5],
        [102, 6],
      ],
    );
    const [view] = await read(views, 1);
    expect(view && shape(view)).toEqual({ bids: [[100, 3]], asks: [[101, 5]] });
  });
});

describe('damage', () => {
  test('a damaged quote is not shown, is counted and told, and quotes are asked for again', async () => {
    const { relais, region } = await aClient();
    const events: ClientEvent[] = [];
    relais.onEvent((event) => events.push(event));
    const quotes = relais.quotes(['EURUSD']);
    await settle();
    region.damagesNext = true;
    region.quote(100, 1);
    await settle();
    expect(region.heard.slice(-2)).toEqual([MessageType.Unsubscribe, MessageType.Subscribe]);
    region.quote(101, 2);
    await settle();
    expect((await read(quotes, 1))[0]).toMatchObject({ bid: 101, conflated: 0 });
    expect(relais.counters.messagesDamaged).toBe(1);
    expect(events).toMatchObject([{ type: 'damagedMessage', error: { code: 'RELAIS_E_MESSAGE_CRC' } }]);
  });

  test('a damaged book message makes the books start again', async () => {
    const { relais, region } = await aClient();
    relais.book('EURUSD');
    await settle();
    region.damagesNext = true;
    region.bookSnapshot(1, [[100, 3]], []);
    await settle();
    expect(region.heard.slice(-2)).toEqual([MessageType.Unsubscribe, MessageType.Subscribe]);
  });

  test('a damaged execution report is read again over a new session', async () => {
    const { relais, network, region } = await aClient();
    region.damagesNext = true;
    const entered = relais.submit({ instrument: 'EURUSD', side: 'buy', price: '1', quantity: '1' });
    expect((await entered.confirmed).txId.seq).toBe(1);
    expect(network.dials.length).toBe(2);
    expect(region.journal.length).toBe(1);
  });
});

describe('the stream of executions', () => {
  const seqs = (items: readonly { txId: { seq: number }; index: number }[]) => items.map((item) => [item.txId.seq, item.index]);

  test('replays from a position, then goes on live', async () => {
    const { relais, region } = await aClient();
    for (let n = 0; n < 4; n++) region.report({ execType: ExecType.New });
    let livePosition: unknown;
    const stream = relais.executions({ from: { epoch: 1, seq: 2 }, onLive: (position) => (livePosition = position) });
    await settle();
    expect(livePosition).toEqual({ epoch: 1, seq: 4 });
    region.report({ execType: ExecType.New });
    region.report({ execType: ExecType.Trade, index: 1 });
    expect(seqs(await read(stream, 4))).toEqual([
      [3, 0],
      [4, 0],
      [5, 0],
      [5, 1],
    ]);
  });

  test('however often it is cut, nothing is missing and nothing comes twice', async () => {
    const { relais, network, region, clock } = await aClient();
    const stream = relais.executions();
    await settle();
    for (let n = 0; n < 6; n++) {
      region.report({ execType: ExecType.New });
      region.report({ execType: ExecType.Trade, index: 1 });
      if (n % 2 === 0) await settle();
      network.cut();
      region.report({ execType: ExecType.New });
      await clock.advance(2_000);
    }
    const got = await read(stream, 18);
    expect(seqs(got)).toEqual(region.journal.map((report) => [report.seq, report.index]));
  });

  test('a reader that is slower than its buffer loses nothing', async () => {
    const { relais, region } = await aClient({ streamBufferMax: 4 });
    const stream = relais.executions({ from: 'start' });
    for (let n = 0; n < 50; n++) region.report({ execType: ExecType.New });
    await settle();
    const got = await read(stream, 50);
    expect(seqs(got)).toEqual(region.journal.map((report) => [report.seq, report.index]));
  });

  test('never delays the connection that trades: it has one of its own, which ends with its reader', async () => {
    const { relais, network } = await aClient();
    const stream = relais.executions();
    await settle();
    expect(network.links.size).toBe(2);
    await stream.return?.();
    expect(network.links.size).toBe(1);
    relais.executions();
    await relais.close();
    expect(network.links.size).toBe(0);
  });
});
