import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from './connect.js';
import { openTcpRegion, type TcpRegion } from './testing/tcp-region.js';

const order = { instrument: 'EURUSD', side: 'buy', price: '1.08345', quantity: '1000' } as const;

describe('connect() over real sessions and sockets', () => {
  let server: TcpRegion;
  let folder = '';
  beforeEach(async () => {
    server = await openTcpRegion();
    folder = await mkdtemp(join(tmpdir(), 'relais-sdk-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('with a credentials file: an order is received, confirmed and cancelled; the session ends with the block', async () => {
    const path = join(folder, 'desk.json');
    await writeFile(path, JSON.stringify(server.credentials));
    {
      await using relais = await connect({ credentials: path, region: 'paris' });
      const entered = relais.submit(order);
      await entered.received;
      expect((await entered.confirmed).status).toBe('new');
      expect((await entered.cancel().confirmed).status).toBe('canceled');
      expect(await relais.echo()).toBeGreaterThan(0);
    }
    while (server.connections() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('a broken connection is made again, and an order in flight is confirmed once', async () => {
    await using relais = await connect({ credentials: server.credentials });
    server.region.isSilent = true;
    const entered = relais.submit(order);
    await entered.received;
    server.region.isSilent = false;
    server.cut();
    expect((await entered.confirmed).txId.seq).toBe(1);
    expect(server.region.journal.length).toBe(1);
    expect(relais.counters.connections).toBe(2);
  });

  test('ten thousand orders at once all get their results', async () => {
    await using relais = await connect({ credentials: server.credentials });
    const entered = Array.from({ length: 10_000 }, () => relais.submit(order));
    const confirmed = await Promise.all(entered.map((one) => one.confirmed));
    expect(confirmed.map((execution) => execution.txId.seq)).toEqual(entered.map((_, n) => n + 1));
    expect(relais.counters.connections).toBe(1);
  });

  test('strangers are refused with a code, and the cause says why', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    const stranger = {
      ...server.credentials,
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('base64'),
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
    };
    await expect(connect({ credentials: stranger, connectWithinMs: 2_000 })).rejects.toMatchObject({
      code: 'RELAIS_E_CONNECT_TIMEOUT',
      cause: { code: 'RELAIS_E_UNKNOWN_PARTNER' },
    });
  });

  test('nobody listens, no file, or no JSON: coded errors', async () => {
    const [region] = server.credentials.regions;
    if (region === undefined) throw new Error('no region');
    const nobody = { ...server.credentials, regions: [{ ...region, port: 1 }] };
    await expect(connect({ credentials: nobody, connectWithinMs: 200 })).rejects.toMatchObject({ cause: { code: 'RELAIS_E_DIAL_FAILED' } });
    await expect(connect({ credentials: join(folder, 'none.json') })).rejects.toMatchObject({ code: 'RELAIS_E_CREDENTIALS' });
    await writeFile(join(folder, 'bad.json'), '{"privateKey": "secret');
    const bad = connect({ credentials: join(folder, 'bad.json') });
    await expect(bad).rejects.toMatchObject({ code: 'RELAIS_E_CREDENTIALS', message: expect.not.stringContaining('secret') });
    await expect(connect({ credentials: server.credentials, requestWithinMs: 0 })).rejects.toMatchObject({
      code: 'RELAIS_E_CONFIGURATION',
    });
  });
});
