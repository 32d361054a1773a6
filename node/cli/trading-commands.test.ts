import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { openTcpRegion, type TcpRegion } from '../client/testing/tcp-region.js';
import { register as registerBook } from './commands/book.js';
import { register as registerCancel } from './commands/cancel.js';
import { register as registerQuote } from './commands/quote.js';
import { register as registerSubmit } from './commands/submit.js';
import { register as registerTail } from './commands/tail.js';
import { writeMeshState } from './mesh-state.js';

describe('commands that trade, on a mesh found by its state folder', () => {
  let server: TcpRegion;
  let folder = '';

  beforeEach(async () => {
    server = await openTcpRegion();
    folder = await mkdtemp(join(tmpdir(), 'relais-cli-'));
    const path = join(folder, 'desk.json');
    await writeFile(path, JSON.stringify(server.credentials));
    const regions = server.credentials.regions.map((region) => ({ ...region, httpPort: 1 }));
    await writeMeshState(folder, { name: 'one', regions, credentials: { desk: path }, pid: process.pid });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a command line; gives what it printed. */
  async function relais(...words: string[]): Promise<string> {
    const program = new Command('relais').exitOverride();
    for (const register of [registerBook, registerCancel, registerQuote, registerSubmit, registerTail]) register(program);
    let printed = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
    try {
      await program.parseAsync([...words, '--state', folder], { from: 'user' });
    } finally {
      write.mockRestore();
    }
    return printed;
  }

  test('submit prints the durable result, cancel finds the order by its id', async () => {
    const submitted = JSON.parse(await relais('submit', 'EURUSD', 'buy', '1000', '--price', '1.08345', '-o', 'json'));
    expect(submitted).toMatchObject({ status: 'new', price: '1.08345', quantity: '1000', txId: '1:1:1' });
    const table = await relais('cancel', submitted.clientOrderId);
    expect(table.split('\n')[0]).toMatch(/^CLIENT ORDER ID +INSTRUMENT +SIDE +STATUS/);
    expect(table).toContain('canceled');
  });

  test('a rejection and a wrong command line are coded errors', async () => {
    await expect(relais('submit', 'EURUSD', 'buy', '666', '--price', '1')).rejects.toMatchObject({ code: 'RELAIS_E_ORDER_REJECTED' });
    await expect(relais('cancel')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
    await expect(relais('cancel', 'x', '--all')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
    await expect(relais('quote', 'EURUSD', '--region', 'madrid')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
    await expect(relais('quote', 'EURUSD', '--as', 'nobody')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
    await expect(relais('quote', 'EURUSD', '--max-age-ms', 'old')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
    await expect(relais('tail', '--from', 'yesterday')).rejects.toMatchObject({ code: 'RELAIS_E_USAGE' });
  });

  test('quote reads once', async () => {
    const [quote] = JSON.parse(await relais('quote', 'EURUSD', '-o', 'json'));
    expect(quote).toMatchObject({ instrument: 'EURUSD', region: 'paris', bid: '1.08340', ask: '1.08350', ageMs: 3 });
  });

  test('book prints the ladder once, with as many levels as asked for', async () => {
    const asks = [
      [108_350, 5],
      [108_360, 6],
    ] as const;
    server.region.onSubscribe = () => server.region.bookSnapshot(3, [[108_340, 3]], [[...asks[0]], [...asks[1]]]);
    const ladder = await relais('book', 'EURUSD', '--once', '--depth', '1');
    expect(ladder).toMatch(/^ask +5 +1\.08350/);
    expect(ladder).toContain('spread 0.00010');
    expect(ladder).not.toContain('1.08360');
    expect(JSON.parse(await relais('book', 'EURUSD', '--once', '-o', 'json'))).toMatchObject({
      updateSeq: 3,
      bids: [{ price: '1.08340' }],
    });
  });

  test('tail replays executions and ends after as many lines as asked for', async () => {
    for (const quantity of ['1000', '2000', '3000']) await relais('submit', 'EURUSD', 'sell', quantity, '--price', '1.1');
    const lines = (await relais('tail', '--only', 'executions', '--from', '1:1', '--count', '2', '-o', 'json')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'execution', quantity: '2000', txId: '1:1:2' },
      { kind: 'execution', quantity: '3000', txId: '1:1:3' },
    ]);
  });
});
