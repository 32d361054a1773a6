/** A mesh as `relais up` runs it, on ports and in a folder of its own, for tests that need real regions. Needs dist/. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

export interface Mesh {
  readonly state: string;
  /** Path of the credentials file of a partner. */
  credentials(partner: string): string;
  stop(): Promise<void>;
}

export async function startMesh(root: string, args: readonly string[] = []): Promise<Mesh> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-mesh-'));
  const [resources, state] = [join(folder, 'resources'), join(folder, 'state')];
  cpSync(join(root, 'examples/france'), resources, { recursive: true });
  for (const name of readdirSync(resources)) await giveFreePorts(join(resources, name));
  const child = spawn(process.execPath, [join(root, 'dist/node/cli/main.js'), 'up', resources, '--state', state, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  try {
    await waitFor(
      () => existsSync(join(state, 'mesh.json')),
      child,
      () => said,
    );
  } catch (error) {
    await stop(child);
    throw error;
  }
  const { credentials } = JSON.parse(readFileSync(join(state, 'mesh.json'), 'utf8')) as { credentials: Record<string, string> };
  return {
    state,
    credentials: (partner) => credentials[partner] ?? '',
    stop: async () => {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function giveFreePorts(path: string): Promise<void> {
  const lines: string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const match = /^(\s*(?:port|httpPort): )\d+\s*$/.exec(line);
    lines.push(match === null ? line : `${match[1]}${await freePort()}`);
  }
  writeFileSync(path, lines.join('\n'));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function waitFor(isReady: () => boolean, child: ChildProcess, said: () => string): Promise<void> {
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (!isReady()) {
    if (child.exitCode !== null || performance.now() > untilMs) throw new Error(`relais up did not come up:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}
