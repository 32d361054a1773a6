import { afterEach, describe, expect, test } from '@jest/globals';
import { ExecType, MessageType } from '../wire/index.js';
import { type ClientLimits, clientLimits } from './limits.js';
import type { Execution } from './model/execution.js';
import { Relais } from './relais.js';
import { settle } from './testing/fake-clock.js';
import { MemoryNetwork } from './testing/memory-network.js';

const open: Relais[] = [];

/** A client of a scripted region, connected. */
async function aClient(limits: Partial<ClientLimits> = {}, network = new MemoryNetwork()) {
  const relais = new Relais(network.surroundings(), clientLimits({ closeWithinMs: 0, ...limits }), 1);
  open.push(relais);
  await relais.open();
  await settle();
  return { relais, network, region: network.region, clock: network.clock };
}

afterEach(async () => {
  for (const relais of open.splice(0)) await relais.close();
});

const order = { instrument: 'EURUSD', side: 'buy', price: '1.08345', quantity: '1000' } as const;
const outcome = (promise: Promise<unknown>): Promise<string> =>
  Promise.race([
    promise.then(
      () => 'resolved',
      (error: { code: string }) => error.code,
    ),
    settle().then(() => 'pending'),
  ]);

describe('connecting', () => {
  test('the first thing said is who we are; then instruments are known and decimals mean the right integers', async () => {
    const { relais, region } = await aClient();
    expect(region.heard[0]).toBe(MessageType.Hello);
    const eurusd = relais.instrument('EURUSD');
    expect(eurusd.price('1.08345')).toBe(108_345);
    expect(eurusd.formatPrice(108_345)).toBe('1.08345');
    expect(relais.instruments().map((instrument) => instrument.symbol)).toEqual(['EURUSD', 'GBPUSD', 'XAUUSD']);
    expect(relais.instrument('paris/GBPUSD').id).toBe(65_538);
    expect(() => relais.instrument('lyon/GBPUSD')).toThrow(expect.objectContaining({ code: 'RELAIS_E_UNKNOWN_SYMBOL' }));
    expect(relais.state.phase).toBe('connected');
  });

  test('a key that nobody knows ends it at once, with the reason as the cause', async () => {
    const network = new MemoryNetwork();
    network.refusesWith = 'RELAIS_E_UNKNOWN_PARTNER';
    const relais = new Relais(network.surroundings(), clientLimits({}), 1);
    await expect(relais.open()).rejects.toMatchObject({ code: 'RELAIS_E_CONNECT_TIMEOUT', cause: { code: 'RELAIS_E_UNKNOWN_PARTNER' } });
    expect(network.dials).toEqual([0]);
  });

  test('another region than the one asked for is refused', async () => {
    const network = new MemoryNetwork();
    const relais = new Relais(network.surroundings(), clientLimits({}), 2);
    await expect(relais.open()).rejects.toMatchObject({ cause: { code: 'RELAIS_E_WRONG_REGION' } });
  });

  test('a server that takes the connection and says nothing is given up, and the next endpoint is tried', async () => {
    const network = new MemoryNetwork();
    network.isMute = true;
    const relais = new Relais(network.surroundings(2), clientLimits({ attemptWithinMs: 100 }), 1);
    open.push(relais);
    const opened = relais.open();
    await network.clock.advance(90);
    network.isMute = false;
    await network.clock.advance(20);
    await opened;
    expect(network.dials).toEqual([0, 1]);
  });

  test('nobody there: connect gives up after connectWithinMs and names the last failure', async () => {
    const network = new MemoryNetwork();
    network.refusesWith = 'RELAIS_E_DIAL_FAILED';
    const relais = new Relais(network.surroundings(), clientLimits({ connectWithinMs: 500 }), 1);
    const opened = expect(relais.open()).rejects.toMatchObject({
      code: 'RELAIS_E_CONNECT_TIMEOUT',
      cause: { code: 'RELAIS_E_DIAL_FAILED' },
    });
    await network.clock.advance(1_000);
    await opened;
    expect(network.dials.length).toBeGreaterThan(3);
    expect(network.dials.length).toBeLessThan(20);
  });

  test('states are told as they change, and the stream ends when the client is closed', async () => {
    const { relais, network, clock } = await aClient();
    const phases: string[] = [];
    const reader = (async () => {
      for await (const state of relais.states()) phases.push(state.phase);
    })();
    await clock.advance(2_000);
    network.refusesWith = 'RELAIS_E_DIAL_FAILED';
    network.cut();
    await settle();
    network.refusesWith = null;
    await clock.advance(200);
    await relais.close();
    await reader;
    expect(phases[0]).toBe('connected');
    expect(phases).toContain('reconnecting');
    expect(phases.slice(-2)).toEqual(['connected', 'closed']);
  });
});

describe('orders', () => {
  test('received comes with the acknowledgement, confirmed with the durable result', async () => {
    const { relais, region } = await aClient();
    region.isSilent = true;
    const entered = relais.submit(order);
    expect(await outcome(entered.received)).toBe('resolved');
    expect(await outcome(entered.confirmed)).toBe('pending');
    expect(region.orders.get(entered.clientOrderId)).toMatchObject({ price: 108_345, quantity: 1_000 });
  });

  test('its executions come in order until it is over', async () => {
    const { relais, region } = await aClient();
    const entered = relais.submit(order);
    const confirmed = await entered.confirmed;
    expect(confirmed).toMatchObject({ type: 'new', status: 'new', txId: { region: 1, epoch: 1, seq: 1 } });
    region.fill(entered.clientOrderId, 400);
    region.fill(entered.clientOrderId, 600);
    const types: unknown[] = [];
    for await (const execution of entered.executions()) types.push([execution.type, execution.cumQuantity]);
    expect(types).toEqual([
      ['new', 0],
      ['trade', 400],
      ['trade', 1_000],
    ]);
    expect((await entered.done).status).toBe('filled');
  });

  test('a rejection carries its reason and the durable report', async () => {
    const { relais } = await aClient();
    const entered = relais.submit({ ...order, quantity: 666 });
    await expect(entered.confirmed).rejects.toMatchObject({
      code: 'RELAIS_E_ORDER_REJECTED',
      rejectReason: 'selfTrade',
      execution: { type: 'rejected' },
    });
    await expect(entered.done).rejects.toMatchObject({ code: 'RELAIS_E_ORDER_REJECTED' });
  });

  test('a cancel ends the order; one that comes too late says so and leaves it alone', async () => {
    const { relais } = await aClient();
    const entered = relais.submit(order);
    await entered.confirmed;
    const canceled = await entered.cancel().confirmed;
    expect(canceled).toMatchObject({ type: 'canceled', cancelReason: 'byRequest', origClientOrderId: entered.clientOrderId });
    expect((await entered.done).status).toBe('canceled');
    const late = relais.cancel({ instrument: 'EURUSD', clientOrderId: 'nobody' });
    await expect(late.confirmed).rejects.toMatchObject({ code: 'RELAIS_E_CANCEL_REJECTED', rejectReason: 'unknownOrder' });
  });

  test('what makes no sense is refused before anything is sent', async () => {
    const { relais, region } = await aClient();
    const before = region.heard.length;
    const code = (request: object) => {
      try {
        relais.submit({ ...order, ...request } as never);
        return 'sent';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ price: 1.08345 })).toBe('RELAIS_E_NOT_A_DECIMAL');
    expect(code({ price: '1.083456' })).toBe('RELAIS_E_DECIMAL_PRECISION');
    expect(code({ price: undefined })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ type: 'market' })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ side: 'short' })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ quantity: 0 })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ timeInForce: 'forever' })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ acceptWithinMs: 300_001 })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ clientOrderId: 'with blank' })).toBe('RELAIS_E_ORDER_REQUEST');
    expect(code({ instrument: 'XAUUSD' })).toBe('RELAIS_E_NOT_TRADABLE_HERE');
    expect(code({ instrument: 'EURXXX' })).toBe('RELAIS_E_UNKNOWN_SYMBOL');
    await settle();
    expect(region.heard.length).toBe(before);
  });

  test('an order whose answer was lost is confirmed after the reconnect, and exists once', async () => {
    const { relais, network, region } = await aClient();
    region.isSilent = true;
    const entered = relais.submit(order);
    await entered.received;
    network.cut();
    region.isSilent = false;
    await settle();
    expect((await entered.confirmed).txId.seq).toBe(1);
    expect(region.journal.length).toBe(1);
    expect(relais.counters.commandsResubmitted).toBeLessThanOrEqual(1);
  });

  test('an order that was lost on its way goes out again with the same id', async () => {
    const { relais, network, region } = await aClient();
    region.losesCommands = true;
    const entered = relais.submit(order);
    await settle();
    region.losesCommands = false;
    network.cut();
    await settle();
    await entered.confirmed;
    expect(region.heard.filter((type) => type === MessageType.NewOrder).length).toBe(2);
    expect([...region.orders.keys()]).toEqual([entered.clientOrderId]);
  });

  test('after acceptUntil the truth is looked up: accepted then, or never', async () => {
    const { relais, network, region, clock } = await aClient();
    region.isSilent = true;
    const accepted = relais.submit({ ...order, acceptWithinMs: 1_000 });
    await settle();
    region.losesCommands = true;
    const lost = relais.submit({ ...order, acceptWithinMs: 1_000 });
    await settle();
    network.refusesWith = 'RELAIS_E_DIAL_FAILED';
    network.cut();
    await clock.advance(3_000);
    const unsent = relais.submit({ ...order, acceptWithinMs: 10 });
    await clock.advance(20);
    Object.assign(region, { isSilent: false, losesCommands: false });
    network.refusesWith = null;
    await clock.advance(2_000);
    expect((await accepted.confirmed).type).toBe('new');
    await expect(lost.confirmed).rejects.toMatchObject({ code: 'RELAIS_E_ORDER_NOT_ACCEPTED' });
    await expect(unsent.confirmed).rejects.toMatchObject({ code: 'RELAIS_E_ORDER_NOT_ACCEPTED' });
    expect(region.heard.filter((type) => type === MessageType.NewOrder).length).toBe(2);
  });

  test('fills that happened while it was away are there after the reconnect, once and in order', async () => {
    const { relais, network, region } = await aClient();
    const entered = relais.submit(order);
    await entered.confirmed;
    region.fill(entered.clientOrderId, 100);
    await settle();
    network.cut();
    region.fill(entered.clientOrderId, 200);
    await settle();
    region.fill(entered.clientOrderId, 700);
    const filled: number[] = [];
    for await (const execution of entered.executions()) filled.push(execution.cumQuantity);
    expect(filled).toEqual([0, 100, 300, 1_000]);
  });

  test('when the region no longer keeps what was missed, open orders learn their state and new ones work', async () => {
    const { relais, network, region } = await aClient();
    const [filled, resting] = [relais.submit(order), relais.submit(order)];
    await Promise.all([filled.confirmed, resting.confirmed]);
    const told = relais.events();
    network.cut();
    region.fill(filled.clientOrderId, 1_000);
    region.report({ execType: ExecType.New });
    region.keptFromSeq = region.seq;
    await settle();
    expect((await filled.done).status).toBe('filled');
    expect(resting.last?.status).toBe('new');
    await relais.submit(order).confirmed;
    await relais.close();
    const types: string[] = [];
    for await (const event of told) types.push(event.type);
    expect(types).toContain('executionsUnavailable');
  });

  test('a full queue delays orders and keeps their sequence', async () => {
    const { relais, network, region } = await aClient();
    network.queueMessages = 2;
    const entered = Array.from({ length: 9 }, () => relais.submit(order));
    await Promise.all(entered.map((one) => one.confirmed));
    expect([...region.orders.keys()]).toEqual(entered.map((one) => one.clientOrderId));
  });

  test('nobody has to look at a promise, and ids of two clients differ', async () => {
    const { relais } = await aClient();
    relais.submit({ ...order, quantity: 666 });
    const [first, second] = [relais.submit(order), relais.submit(order)];
    expect(first.clientOrderId).not.toBe(second.clientOrderId);
    expect(first.clientOrderId).toMatch(/^[0-9a-z][0-9a-z-]{0,31}$/);
    await settle();
  });

  test('an order whose reports nobody reads keeps a bounded number of them and says so', async () => {
    const { relais, region } = await aClient({ orderReportsMax: 3 });
    const entered = relais.submit(order);
    await entered.confirmed;
    for (let n = 0; n < 5; n++) region.fill(entered.clientOrderId, 1);
    await settle();
    const read: Execution[] = [];
    await expect(
      (async () => {
        for await (const execution of entered.executions()) read.push(execution);
      })(),
    ).rejects.toMatchObject({ code: 'RELAIS_E_SLOW_CONSUMER' });
    expect(read.length).toBe(3);
    expect(entered.last?.cumQuantity).toBe(5);
  });

  test('closing waits for results, then says of the rest that their outcome is unknown', async () => {
    const { relais, region, clock } = await aClient({ closeWithinMs: 500 });
    region.isSilent = true;
    const entered = relais.submit(order);
    const closing = relais.close();
    await clock.advance(600);
    await closing;
    await expect(entered.confirmed).rejects.toMatchObject({ code: 'RELAIS_E_OUTCOME_UNKNOWN' });
    expect(() => relais.submit(order)).toThrow(expect.objectContaining({ code: 'RELAIS_E_CLIENT_CLOSED' }));
  });
});

describe('reads', () => {
  test('quote, position, order status and echo', async () => {
    const { relais, region } = await aClient();
    const quote = await relais.quote('EURUSD', { maxAgeMs: 500 });
    expect(quote).toMatchObject({ bid: 108_340, ageMs: 3, source: 'local', instrument: { symbol: 'EURUSD' } });
    const entered = relais.submit(order);
    await entered.confirmed;
    expect(await relais.position()).toEqual({ region: 1, epoch: 1, seq: region.seq });
    expect(await relais.orderStatus(entered.clientOrderId)).toMatchObject({ type: 'orderStatus', status: 'new', possibleDuplicate: true });
    await expect(relais.orderStatus('nobody')).rejects.toMatchObject({ code: 'RELAIS_E_NOT_FOUND' });
    expect(await relais.echo()).toBeGreaterThanOrEqual(0);
  });

  test('a read survives a reconnect; an answer that never comes is a coded error', async () => {
    const { relais, network, clock } = await aClient({ requestWithinMs: 1_000 });
    const position = relais.position();
    network.cut();
    await settle();
    expect((await position).epoch).toBe(1);
    network.refusesWith = 'RELAIS_E_DIAL_FAILED';
    network.cut();
    const late = expect(relais.position()).rejects.toMatchObject({ code: 'RELAIS_E_REQUEST_TIMEOUT' });
    await expect(relais.echo()).rejects.toMatchObject({ code: 'RELAIS_E_DISCONNECTED' });
    await clock.advance(1_100);
    await late;
  });
});
