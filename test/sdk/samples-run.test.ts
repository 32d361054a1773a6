import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, type Relais } from '../../node/client/index.js';
import { type Mesh, startMesh } from './mesh.js';
import { compileInto, samplesOf } from './samples.js';

const root = process.cwd();
const samples = samplesOf(join(root, 'docs/sdk.md'));

/** Someone on the other side: rests on both sides of EURUSD, and moves the best bid so that there are quotes. */
async function makeMarket(maker: Relais, isOver: () => boolean): Promise<void> {
  const rest = { instrument: 'EURUSD', quantity: '1000000', timeInForce: 'gtc' } as const;
  await maker.submit({ ...rest, side: 'buy', price: '1.07000' }).confirmed;
  await maker.submit({ ...rest, side: 'sell', price: '1.09000' }).confirmed;
  while (!isOver()) {
    const best = maker.submit({ ...rest, side: 'buy', price: '1.08500' });
    await best.confirmed;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await best.cancel().confirmed;
  }
}

describe('each sample of docs/sdk.md runs against a real region', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-samples-'));
  const paths = compileInto(folder, samples, root);
  let mesh: Mesh;
  let maker: Relais;
  let moving: Promise<void>;
  let isOver = false;

  beforeAll(async () => {
    mesh = await startMesh(root, ['--no-bot']);
    copyFileSync(mesh.credentials('trader'), join(folder, 'trader.json'));
    maker = await connect({ credentials: mesh.credentials('maker'), region: 'paris' });
    moving = makeMarket(maker, () => isOver);
  }, 90_000);
  afterAll(async () => {
    isOver = true;
    await moving;
    await maker?.close();
    await mesh?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  test.each(samples.map(({ name }, n) => [name, paths[n] ?? ''] as const))(
    '%s',
    async (_name, path) => {
      const { code, said } = await run(path, folder);
      expect({ code, said }).toEqual({ code: 0, said: expect.not.stringContaining('RELAIS_E_INTERNAL') });
      expect(said).not.toBe('');
    },
    30_000,
  );
});

function run(path: string, cwd: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [basename(path)], { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    child.on('close', (code) => resolve({ code, said }));
  });
}
