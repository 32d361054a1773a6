import { connect as connectSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROLES, type RoleName } from '../../node/access/index.js';
import type { AuditEvent } from '../../node/audit/index.js';
import { type Credentials, connect, type Relais } from '../../node/client/index.js';
import { CHANNELS, dayNumberOf, emptyNewOrder, encodeEcho, encodeNewOrder, MessageType } from '../../node/wire/index.js';
import { aMesh, type Mesh, planMesh, RawPartner, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

let mesh: Mesh;
beforeAll(async () => {
  mesh = await aMesh({
    partners: [
      ...Object.keys(ROLES).map((role, at) => ({ name: role, number: at + 1, roles: [role] })),
      { name: 'nobody', number: 10, roles: [] },
      { name: 'elsewhere', number: 11, roles: ['trader'], ipRanges: ['192.0.2.0/24'] },
    ],
  });
});
afterAll(() => mesh.close());

const ORDER = { instrument: 'EURUSD', side: 'buy', price: '1.08000', quantity: '1000' } as const;
const DENIED = { code: 'RELAIS_E_ACCESS_DENIED' };

/** What a partner can try, and the permission that it takes. A denial is an error with a code. */
const ATTEMPTS = {
  Quotes: (client: Relais) => client.quotes(['EURUSD']).next(),
  Trades: (client: Relais) => client.trades(['EURUSD']).next(),
  Book: (client: Relais) => client.book('EURUSD').next(),
  EnterOrders: (client: Relais) => client.submit(ORDER).confirmed,
  OwnExecutions: (client: Relais) => client.executions({ from: 'start' }).next(),
  AllExecutions: (client: Relais) => client.executions({ from: 'start', scope: 'all' }).next(),
} as const;
type Attempt = keyof typeof ATTEMPTS;

const TABLE = [...Object.keys(ROLES), 'nobody'].flatMap((who) =>
  (Object.keys(ATTEMPTS) as Attempt[]).map((attempt) => {
    const isAllowed = who in ROLES && (ROLES[who as RoleName].grants as readonly string[]).includes(attempt);
    return [who, isAllowed ? 'may' : 'is denied', attempt] as const;
  }),
);

const isDenial = ({ code, rejectReason }: { code?: string; rejectReason?: string }): boolean =>
  code === DENIED.code || rejectReason === 'notAuthorized';

/** What is allowed may have nothing to tell yet: it is allowed when no denial has come although a later request was answered. */
async function outcome(client: Relais, work: Promise<unknown>): Promise<'allowed' | 'denied'> {
  const settled = work.then(
    () => 'allowed' as const,
    (error: { code?: string }) => {
      if (!isDenial(error)) throw error;
      return 'denied' as const;
    },
  );
  settled.catch(() => {});
  const later = client.position().then(() => sleep(150, 'allowed' as const));
  return Promise.race([settled, later]);
}

describe('a role', () => {
  test.each(TABLE)('%s %s: %s', async (who, verdict, attempt) => {
    const client = await mesh.connect(who);
    const audited = await mesh.region.metric('relais_denials_total');
    const tried: Promise<unknown> = ATTEMPTS[attempt](client);
    if (verdict === 'may') expect(await outcome(client, tried)).toBe('allowed');
    else expect(await within('the denial', tried.catch(isDenial))).toBe(true);
    expect(client.may(attempt)).toBe(verdict === 'may');
    expect((await mesh.region.metric('relais_denials_total')) > audited).toBe(verdict !== 'may');
    await client.close();
  });

  test('that allows no quotes gets no single quote and no state of an order either', async () => {
    const risk = await mesh.connect('risk');
    await expect(risk.quote('EURUSD')).rejects.toMatchObject(DENIED);
    await expect(risk.orderStatus('any')).rejects.toMatchObject(DENIED);
  });
});

describe('at the door', () => {
  const strangers = planMesh().credentials('trader', () => 0);
  const withKeysOf = (credentials: Credentials, { privateKey, publicKey }: Credentials): Credentials => ({
    ...credentials,
    privateKey,
    publicKey,
  });

  test('an unknown partner is told so, before any data, and connect() gives up at once', async () => {
    const credentials = withKeysOf(mesh.credentials('trader'), strangers);
    const begunMs = performance.now();
    await expect(connect({ credentials, region: 'paris', connectWithinMs: 80_000 })).rejects.toMatchObject({
      code: 'RELAIS_E_CONNECT_TIMEOUT',
      cause: { code: 'RELAIS_E_UNKNOWN_PARTNER' },
    });
    expect(performance.now() - begunMs).toBeLessThan(40_000);
  });

  test('a known key with a wrong seed gets no session', async () => {
    const credentials = { ...mesh.credentials('trader'), seed: strangers.seed };
    const raw = await RawPartner.dial({ credentials, region: 'paris' });
    expect((await raw.whenEnded()).code).not.toBeNull();
    expect(raw.messages).toEqual([]);
  });

  test('the key of another day is refused before any cryptography', async () => {
    const dayNumber = dayNumberOf(Date.now() * 1_000) - 30;
    const raw = await RawPartner.dial({ credentials: mesh.credentials('trader'), region: 'paris', dayNumber });
    expect(await raw.whenEnded()).toMatchObject({ code: 'RELAIS_E_KEY_GENERATION_UNKNOWN' });
    expect(raw.isEstablished).toBe(false);
  });

  test('a partner that comes from an address outside its ranges is refused', async () => {
    const raw = await RawPartner.dial({ credentials: mesh.credentials('elsewhere'), region: 'paris' });
    expect((await raw.whenEnded()).code).toBe('RELAIS_E_ADDRESS_REFUSED');
  });

  test('an address outside the ranges of the region is closed without a byte', async () => {
    const fenced = await aMesh({ ipRanges: ['192.0.2.0/24'] });
    const socket = connectSocket(fenced.region.port, '127.0.0.1');
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length)).on('error', () => {});
    await within('the connection is closed', new Promise((resolve) => socket.once('close', resolve)));
    expect(received).toBe(0);
    await fenced.close();
  });
});

test('a message on the wrong channel ends the session with a code', async () => {
  const raw = await RawPartner.dial({ credentials: mesh.credentials('trader'), region: 'paris' });
  await raw.whenMessage(MessageType.Welcome);
  raw.send(CHANNELS.executions, MessageType.Echo, encodeEcho, { requestId: 1, timeUs: 1 });
  expect(await raw.whenEnded()).toMatchObject({ code: 'RELAIS_E_WRONG_CHANNEL', byPeer: true });
});

test('a message that only regions or servers send is denied to a partner', async () => {
  const raw = await RawPartner.dial({ credentials: mesh.credentials('trader'), region: 'paris' });
  await raw.whenMessage(MessageType.Welcome);
  raw.send(CHANNELS.executions, MessageType.ExecutionReport, encodeNewOrder, emptyNewOrder());
  raw.send(CHANNELS.control, MessageType.Echo, encodeEcho, { requestId: 1, timeUs: 1 });
  await raw.whenMessage(MessageType.EchoReply);
  expect(raw.ofType(MessageType.RequestResult)).toHaveLength(1);
  raw.leave();
});

test('every authentication, accepted or not, and every denial is in the audit outbox, with numbers and no names', async () => {
  const audited = await aMesh();
  const trader = await audited.connect('trader');
  const observer = await audited.connect('observer');
  await expect(observer.submit(ORDER).confirmed).rejects.toMatchObject({ rejectReason: 'notAuthorized' });
  await trader.submit(ORDER).confirmed;
  await trader.book('EURUSD').next();
  const foreign = planMesh().credentials('trader', () => 0);
  const raw = await RawPartner.dial({
    credentials: { ...audited.credentials('trader'), privateKey: foreign.privateKey, publicKey: foreign.publicKey },
    region: 'paris',
  });
  await raw.whenEnded();
  await waitUntil('the refusal is counted', async () => (await audited.region.metric('relais_handshakes_refused_total')) > 0);
  await audited.region.stop();
  const events = await audited.region.auditEvents();
  const of = <T extends AuditEvent['type']>(type: T) =>
    events.filter((event): event is Extract<AuditEvent, { type: T }> => event.type === type);
  expect(
    of('authentication')
      .filter(({ isAccepted }) => isAccepted)
      .map(({ partner }) => partner),
  ).toEqual(expect.arrayContaining([3, 5]));
  expect(of('authentication').filter(({ isAccepted }) => !isAccepted)).toEqual([
    expect.objectContaining({ partner: 0, code: 'RELAIS_E_UNKNOWN_PARTNER', address: expect.stringContaining('127.0.0.1') }),
  ]);
  expect(of('denial')).toEqual([expect.objectContaining({ partner: 5, code: 'RELAIS_E_ACCESS_DENIED' })]);
  expect(of('request').some(({ partner, what }) => partner === 3 && what.startsWith('Subscribe'))).toBe(true);
  expect(of('orderRange').reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  expect(JSON.stringify(events)).not.toMatch(/trader|observer/);
  await audited.close();
});
