/** The `relais` command from dist/, and resources of the example mesh on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './region-process.js';

const ROOT = join(import.meta.dirname, '../..');
export const EXAMPLE = join(ROOT, 'examples/france');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly out: () => string;
  readonly ended: Promise<Ran>;
}

export function start(...args: string[]): Running {
  const child = spawn(process.execPath, [join(ROOT, 'dist/node/cli/main.js'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  return { child, out: () => out, ended };
}

export const relais = (...args: string[]): Promise<Ran> => start(...args).ended;

/** A copy of examples/france whose regions listen on free ports. */
export async function exampleOnFreePorts(folder: string): Promise<void> {
  cpSync(EXAMPLE, folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    let text = readFileSync(path, 'utf8');
    for (const field of ['port', 'httpPort']) text = text.replace(new RegExp(`( ${field}: )[0-9]+`), `$1${await freePort()}`);
    writeFileSync(path, text);
  }
}
