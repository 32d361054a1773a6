import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Execution, OrderError, type OrderRequest, type Relais } from '../../node/client/index.js';
import { aMesh, type Mesh, openCutProxy, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

let mesh: Mesh;
let trader: Relais;
let taker: Relais;

beforeAll(async () => {
  mesh = await aMesh();
  trader = await mesh.connect('trader');
  taker = await mesh.connect('taker');
});
afterAll(() => mesh.close());

const EURUSD = { instrument: 'EURUSD', quantity: '10000' } as const;
const buy = (price: string, more: Partial<OrderRequest> = {}): OrderRequest => ({ ...EURUSD, side: 'buy', price, ...more });
const sell = (price: string, more: Partial<OrderRequest> = {}): OrderRequest => ({ ...EURUSD, side: 'sell', price, ...more });

/** The book is empty for the next test. */
async function clear(): Promise<void> {
  await Promise.all([trader.massCancel().confirmed, taker.massCancel().confirmed]);
}

async function failure(promise: Promise<unknown>): Promise<OrderError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OrderError);
  return error as OrderError;
}

describe('an order over the wire', () => {
  test('is received, then confirmed with its place in the log, and trades at the price of the one that rested', async () => {
    const resting = trader.submit(buy('1.10000'));
    await within('received', resting.received);
    const confirmed = await within('confirmed', resting.confirmed);
    expect(confirmed).toMatchObject({ type: 'new', status: 'new', leavesQuantity: 10_000 });
    expect(confirmed.txId).toMatchObject({ region: 1, epoch: 1 });
    expect(confirmed.orderId).toBe(confirmed.txId.seq);
    const hit = taker.submit(sell('1.09000', { quantity: '4000' }));
    expect(await hit.done).toMatchObject({ status: 'filled', lastPrice: 110_000, lastQuantity: 4_000, aggressor: true });
    await waitUntil('the fill of the resting order', () => resting.last?.cumQuantity === 4_000);
    expect(resting.last).toMatchObject({ type: 'trade', status: 'partiallyFilled', maker: true, leavesQuantity: 6_000 });
    await clear();
  });

  test('market: takes what is there and the rest is cancelled; on an empty book it is rejected', async () => {
    await trader.submit(sell('1.10000', { quantity: '3000' })).confirmed;
    const market = taker.submit({ ...EURUSD, side: 'buy', type: 'market', quantity: '5000' });
    expect(await market.done).toMatchObject({ status: 'canceled', cancelReason: 'restOfImmediate', cumQuantity: 3_000 });
    const error = await failure(taker.submit({ ...EURUSD, side: 'buy', type: 'market' }).confirmed);
    expect(error).toMatchObject({ code: 'RELAIS_E_ORDER_REJECTED', rejectReason: 'notEnoughLiquidity' });
  });

  test('immediate-or-cancel: what does not trade at once is cancelled', async () => {
    await trader.submit(sell('1.10000', { quantity: '3000' })).confirmed;
    const ioc = taker.submit(buy('1.10000', { quantity: '5000', timeInForce: 'ioc' }));
    expect(await ioc.done).toMatchObject({ status: 'canceled', cumQuantity: 3_000, leavesQuantity: 0 });
  });

  test('fill-or-kill: whole or not at all', async () => {
    await trader.submit(sell('1.10000', { quantity: '3000' })).confirmed;
    const error = await failure(taker.submit(buy('1.10000', { quantity: '5000', timeInForce: 'fok' })).confirmed);
    expect(error.rejectReason).toBe('notEnoughLiquidity');
    const whole = taker.submit(buy('1.10000', { quantity: '3000', timeInForce: 'fok' }));
    expect(await whole.done).toMatchObject({ status: 'filled', cumQuantity: 3_000 });
  });

  test('post-only: rests, or is rejected when it would take', async () => {
    await trader.submit(sell('1.10000')).confirmed;
    const error = await failure(taker.submit(buy('1.10000', { postOnly: true })).confirmed);
    expect(error).toMatchObject({ code: 'RELAIS_E_ORDER_REJECTED', rejectReason: 'wouldTakeLiquidity' });
    expect(error.execution?.txId.seq).toBeGreaterThan(0);
    expect(await taker.submit(buy('1.09999', { postOnly: true })).confirmed).toMatchObject({ status: 'new' });
    await clear();
  });

  test('stop: waits for a trade at its price, then takes; stop-limit: then rests at its limit', async () => {
    const stop = trader.submit({ ...EURUSD, side: 'buy', stopPrice: '1.10500', quantity: '1000' });
    const stopLimit = trader.submit({ ...EURUSD, side: 'buy', stopPrice: '1.10500', price: '1.10100', quantity: '2000' });
    expect(await stop.confirmed).toMatchObject({ type: 'new', orderType: 'stop' });
    expect(await stopLimit.confirmed).toMatchObject({ type: 'new', orderType: 'stopLimit' });
    await taker.submit(sell('1.10500', { quantity: '1000' })).confirmed;
    await taker.submit(sell('1.10600', { quantity: '1000' })).confirmed;
    expect(stop.last?.status).toBe('new');
    await trader.submit(buy('1.10500', { quantity: '1000' })).done;
    expect(await stop.done).toMatchObject({ status: 'filled', lastPrice: 110_600 });
    await waitUntil('the stop-limit order has entered the book', () => stopLimit.last?.type === 'triggeredOrActivated');
    expect(stopLimit.last).toMatchObject({ leavesQuantity: 2_000, price: 110_100 });
    await clear();
  });

  test('a cancel takes it out; a second one is rejected as unknown', async () => {
    const order = trader.submit(buy('1.08000', { clientOrderId: 'cancel-me' }));
    await order.confirmed;
    expect(await order.cancel().confirmed).toMatchObject({ type: 'canceled', cancelReason: 'byRequest' });
    expect(await order.done).toMatchObject({ status: 'canceled' });
    const error = await failure(trader.cancel({ instrument: 'EURUSD', clientOrderId: 'cancel-me' }).confirmed);
    expect(error).toMatchObject({ code: 'RELAIS_E_CANCEL_REJECTED', rejectReason: 'unknownOrder' });
  });

  test('a replace keeps its place when the size shrinks and loses it when the size grows', async () => {
    const [first, second] = [trader.submit(buy('1.08000')), trader.submit(buy('1.08000'))];
    await Promise.all([first.confirmed, second.confirmed]);
    await first.replace({ price: '1.08000', quantity: '5000' }).confirmed;
    await taker.submit(sell('1.08000', { quantity: '1000' })).done;
    await waitUntil('the first is hit', () => first.last?.cumQuantity === 1_000);
    await first.replace({ price: '1.08000', quantity: '9000' }).confirmed;
    await taker.submit(sell('1.08000', { quantity: '1000' })).done;
    await waitUntil('the second is hit', () => second.last?.cumQuantity === 1_000);
    expect(first.last).toMatchObject({ cumQuantity: 1_000, quantity: 9_000 });
    await clear();
  });

  test('a mass cancel takes out the orders of one instrument, or all, and nobody else’s', async () => {
    const euro = trader.submit(buy('1.08000'));
    const pound = trader.submit(buy('1.08000', { instrument: 'GBPUSD' }));
    const others = taker.submit(buy('1.08000'));
    await Promise.all([euro.confirmed, pound.confirmed, others.confirmed]);
    await trader.massCancel({ instrument: 'EURUSD' }).confirmed;
    expect(await euro.done).toMatchObject({ status: 'canceled', cancelReason: 'massCancel' });
    expect(pound.last?.status).toBe('new');
    await trader.massCancel().confirmed;
    expect(await pound.done).toMatchObject({ status: 'canceled' });
    expect((await taker.orderStatus(others.clientOrderId)).status).toBe('new');
    await clear();
  });
});

describe('a refusal', () => {
  test('comes before the log: no transaction, and the same client order id may be tried again', async () => {
    const before = await trader.position();
    const error = await failure(trader.submit(buy('3.00000', { clientOrderId: 'again' })).confirmed);
    expect(error).toMatchObject({ code: 'RELAIS_E_ORDER_REFUSED', rejectReason: 'priceExceedsBand', execution: undefined });
    expect(await trader.position()).toEqual(before);
    expect(await trader.submit(buy('1.07000', { clientOrderId: 'again' })).confirmed).toMatchObject({ status: 'new' });
    await clear();
  });

  test.each([
    ['a quantity that is no multiple of the lot', buy('1.08000', { quantity: '1500' }), 'incorrectQuantity'],
    ['a quantity beyond the largest', buy('1.08000', { quantity: '60000000' }), 'incorrectQuantity'],
    ['post-only that may not rest', buy('1.08000', { postOnly: true, timeInForce: 'ioc' }), 'unsupportedOrderCharacteristic'],
  ])('%s is refused', async (_, request, reason) => {
    const error = await failure(trader.submit(request).confirmed);
    expect(error).toMatchObject({ code: 'RELAIS_E_ORDER_REFUSED', rejectReason: reason });
  });
});

describe('a client order id', () => {
  test('that is used again, on a second connection, is answered with the first result and enters nothing', async () => {
    const first = trader.submit(buy('1.07000', { clientOrderId: 'once' }));
    const confirmed = await first.confirmed;
    const elsewhere = await mesh.connect('trader');
    const { committedSeq } = mesh.region.status;
    const again = await elsewhere.submit(buy('1.07000', { clientOrderId: 'once' })).confirmed;
    expect(again).toMatchObject({ orderId: confirmed.orderId, possibleDuplicate: true, status: 'new' });
    expect(mesh.region.status.committedSeq).toBe(committedSeq);
    await elsewhere.close();
    await clear();
  });

  test('is confirmed once although the connection breaks while a thousand orders are under way', async () => {
    const proxy = await openCutProxy(mesh.region.port);
    const shaky = await mesh.connect('taker', { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
    const entered = mesh.region.status.commands.accepted;
    const results: Promise<Execution>[] = [];
    for (let at = 0; at < 1_000; at++) {
      results.push(shaky.submit(buy('1.06000', { clientOrderId: `burst-${at}`, quantity: '1000' })).confirmed);
      if (at % 100 !== 50) continue;
      await sleep(5);
      proxy.cut();
    }
    const confirmed = await within('all results', Promise.all(results), 40_000);
    expect(shaky.counters.connections).toBeGreaterThan(1);
    expect(new Set(confirmed.map(({ orderId }) => orderId)).size).toBe(1_000);
    expect(mesh.region.status.commands.accepted - entered).toBe(1_000);
    await shaky.massCancel().confirmed;
    await shaky.close();
    proxy.close();
  });

  test('that comes after its acceptUntil is refused as too late and never executed', async () => {
    const proxy = await openCutProxy(mesh.region.port);
    const late = await mesh.connect('taker', { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
    proxy.block();
    const order = late.submit(buy('1.06000', { clientOrderId: 'too-late', acceptWithinMs: 50 }));
    setTimeout(() => proxy.restore(), 300);
    await expect(within('the refusal', order.confirmed)).rejects.toMatchObject({ code: 'RELAIS_E_ORDER_NOT_ACCEPTED' });
    await expect(late.orderStatus('too-late')).rejects.toMatchObject({ code: 'RELAIS_E_NOT_FOUND' });
    await late.close();
    proxy.close();
  });
});

describe('what was executed', () => {
  test('is read from a position, then live, without gap or duplicate although the connection breaks; the risk desk sees everybody’s', async () => {
    const proxy = await openCutProxy(mesh.region.port);
    const start = await trader.position();
    const risk = await mesh.connect('risk-desk', { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
    const seen: Execution[] = [];
    const reading = (async () => {
      for await (const execution of risk.executions({ scope: 'all', from: start })) seen.push(execution);
    })();
    const cuts = setInterval(() => proxy.cut(), 40);
    for (let round = 0; round < 40; round++) {
      await Promise.all([trader.submit(buy('1.05000')).confirmed, taker.submit(sell('1.05000')).confirmed]);
    }
    clearInterval(cuts);
    const { seq } = await trader.position();
    await waitUntil('the risk desk has the last report', () => seen.at(-1)?.txId.seq === seq);
    const live: Execution[] = [];
    for await (const execution of risk.executions({ scope: 'all', from: start })) {
      live.push(execution);
      if (execution.txId.seq === seq && live.length === seen.length) break;
    }
    const name = ({ txId, index, partner, type }: Execution): string => `${txId.seq}.${index} ${partner} ${type}`;
    expect(seen.map(name)).toEqual(live.map(name));
    expect(new Set(seen.map(({ txId, index }) => `${txId.seq}.${index}`)).size).toBe(seen.length);
    expect(new Set(seen.map(({ partner }) => partner))).toEqual(new Set([3, 4]));
    expect(seen.filter(({ type }) => type === 'trade')).toHaveLength(80);
    await risk.close();
    await within('the reader ends', reading);
    proxy.close();
    await clear();
  });

  test('of others is not in the stream of a trader', async () => {
    const start = await trader.position();
    const own: Execution[] = [];
    const reader = trader.executions({ from: start });
    await taker.submit(buy('1.04000')).confirmed;
    const mine = await trader.submit(buy('1.04000')).confirmed;
    for await (const execution of reader) {
      own.push(execution);
      if (execution.txId.seq === mine.txId.seq) break;
    }
    expect(own).toHaveLength(1);
    await clear();
  });

  test('is asked for by order: its committed state, for its owner only', async () => {
    const order = trader.submit(buy('1.04000', { clientOrderId: 'asked-for' }));
    await order.confirmed;
    expect(await trader.orderStatus('asked-for')).toMatchObject({ status: 'new', leavesQuantity: 10_000 });
    await expect(taker.orderStatus('asked-for')).rejects.toMatchObject({ code: 'RELAIS_E_NOT_FOUND' });
    await order.replace({ price: '1.04100', quantity: '10000', clientOrderId: 'renamed' }).confirmed;
    expect(await trader.orderStatus('renamed')).toMatchObject({ price: 104_100 });
    await clear();
  });

  test('lies behind the position that the region calls committed', async () => {
    const before = await trader.position();
    const { txId } = await trader.submit(buy('1.04000')).confirmed;
    expect(txId.seq).toBeGreaterThan(before.seq);
    expect((await trader.position()).seq).toBeGreaterThanOrEqual(txId.seq);
    await expect(trader.executions({ from: { epoch: 1, seq: txId.seq + 1_000 } }).next()).rejects.toMatchObject({
      code: 'RELAIS_E_POSITION_AHEAD',
    });
    await clear();
  });
});
