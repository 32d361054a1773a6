/** A region as a process of its own, from dist/: for what only a process can do, such as being killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { NodeStatus } from '../../node/server/node-status.js';
import { HOST, type RegionPlan } from './mesh-plan.js';
import { waitUntil } from './wait-until.js';

const ROOT = join(import.meta.dirname, '../..');

export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

export class RegionProcess {
  readonly plan: RegionPlan;
  readonly port: number;
  readonly httpPort: number;
  readonly dataFolder: string;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  private constructor(plan: RegionPlan, folder: string, dataFolder: string) {
    this.plan = plan;
    this.port = plan.configuration.listen.port;
    this.httpPort = plan.configuration.http.port;
    this.dataFolder = dataFolder;
    this.#folder = folder;
  }

  /** Gives the region free ports and writes what its process reads; starts nothing. */
  static async prepare(plan: RegionPlan, folder: string, dataFolder = join(folder, 'data')): Promise<RegionProcess> {
    const at = (port: number) => ({ host: HOST, port });
    plan.configuration = { ...plan.configuration, listen: at(await freePort()), http: at(await freePort()) };
    mkdirSync(folder, { recursive: true });
    const made = new RegionProcess(plan, folder, dataFolder);
    writeFileSync(join(folder, 'node.json'), JSON.stringify(plan.configuration));
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify(plan.secrets));
    return made;
  }

  /** Everything that the processes have logged. */
  get log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'log'), 'a');
    const args = [
      join(ROOT, 'dist/node/server/main.js'),
      join(this.#folder, 'node.json'),
      join(this.#folder, 'secrets.json'),
      this.dataFolder,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    await waitUntil(`${this.plan.name} is ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${this.plan.name} ended with ${child.exitCode}:\n${this.log.slice(-2_000)}`);
      return this.isReady();
    });
  }

  async isReady(): Promise<boolean> {
    const answer = await this.http('/readyz').catch(() => null);
    return answer?.status === 200;
  }

  async http(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`http://${HOST}:${this.httpPort}${path}`);
    return { status: answer.status, text: await answer.text() };
  }

  async status(): Promise<NodeStatus> {
    return JSON.parse((await this.http('/status')).text) as NodeStatus;
  }

  /** Ends the process with a signal and waits until it is gone. Resolves to its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  }
}
