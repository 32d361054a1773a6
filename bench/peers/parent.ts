import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RelaisError } from '../../registry/index.js';

interface Answer {
  readonly id?: number;
  readonly ready?: true;
  readonly result?: unknown;
  readonly error?: string;
}

/** No answer of a benchmark's child takes longer than this; a child that hangs fails the run instead of stopping it. */
const ANSWER_LIMIT_MS = 60_000;

/** A process of its own for one side of one contestant, so that nobody shares an event loop, a heap or compiled code with another. */
export class BenchChild {
  private readonly child: ChildProcess;
  private readonly name: string;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private nextId = 1;

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.child = child;
  }

  /** @param module  URL of the child's script  @param args  its arguments */
  static async start(module: URL, args: readonly string[], execArgv: readonly string[] = []): Promise<BenchChild> {
    const name = args.join(' ');
    const child = fork(fileURLToPath(module), args, {
      execArgv: [...process.execArgv, ...execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const bench = new BenchChild(name, child);
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.on('exit', (code) => {
        const gone = bench.failure(`ended with code ${code}`);
        reject(gone);
        for (const { reject: rejectAnswer } of bench.waiting.values()) rejectAnswer(gone);
        bench.waiting.clear();
      });
      child.on('message', (answer: Answer) => (answer.ready ? resolve() : bench.settle(answer)));
    });
    return bench;
  }

  ask<T>(command: string, argument?: unknown): Promise<T> {
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.failure(`no answer to ${command}`)), ANSWER_LIMIT_MS);
      this.waiting.set(id, {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value as T);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.child.send({ id, command, argument });
    });
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    // It ends itself when the channel closes, and with it what it has started.
    this.child.disconnect();
    setTimeout(() => this.child.kill('SIGKILL'), 2000).unref();
  }

  private settle({ id, result, error }: Answer): void {
    const waiting = this.waiting.get(id ?? 0);
    if (waiting === undefined) return;
    this.waiting.delete(id ?? 0);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(this.failure(error));
  }

  private failure(detail: string): RelaisError {
    return new RelaisError('RELAIS_E_INTERNAL', `benchmark process "${this.name}": ${detail}`);
  }
}
