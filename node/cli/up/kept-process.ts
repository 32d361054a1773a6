import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';

/** A process that is kept running: started again when it ends by itself, at most every `RESTART_MS_MIN`, ever slower while it keeps failing. */
const RESTART_MS_MIN = 200;
const RESTART_MS_MAX = 5_000;
/** A process that has run this long starts again at once. */
const STABLE_MS = 10_000;

export interface KeptProcessOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly ended: (name: string, how: string) => void;
  readonly message?: (value: unknown) => void;
}

export class KeptProcess {
  readonly #options: KeptProcessOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  #restartMs = RESTART_MS_MIN;
  #startedMs = 0;
  #lastWords = '';
  starts = 0;

  constructor(options: KeptProcessOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
    this.#start();
  }

  get name(): string {
    return this.#options.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when the process is gone. */
  stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) {
      this.#log.end();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      child.once('exit', () => {
        clearTimeout(killer);
        this.#log.end();
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  #start(): void {
    const { program, args, message } = this.#options;
    this.starts++;
    this.#startedMs = performance.now();
    this.#lastWords = '';
    // A process group of its own: Ctrl-C on the terminal is for the parent, which stops its children in order. The channel tells a child
    // when the parent has died.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    this.#child = child;
    child.stdout?.pipe(this.#log, { end: false });
    child.stderr?.pipe(this.#log, { end: false });
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (chunk: Buffer) => {
        this.#lastWords = fatalMessage(chunk.toString()) ?? this.#lastWords;
      });
    }
    if (message !== undefined) child.on('message', message);
    child.once('error', (error) => this.#gone(error.message));
    child.once('exit', (code, signal) => this.#gone(signal ?? `exit code ${code}`));
  }

  #gone(how: string): void {
    if (this.#isStopping) return;
    this.#options.ended(this.name, this.#lastWords === '' ? how : `${how}: ${this.#lastWords}`);
    if (performance.now() - this.#startedMs > STABLE_MS) this.#restartMs = RESTART_MS_MIN;
    this.#timer = setTimeout(() => this.#start(), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MS_MAX);
  }
}

/** Why a node ends, as its last log lines say it; null when they do not. */
function fatalMessage(text: string): string | null {
  for (const line of text.split('\n').toReversed()) {
    if (!line.includes('"level":60')) continue;
    try {
      return (JSON.parse(line) as { err?: { message?: string } }).err?.message ?? null;
    } catch {
      // A line that came in two parts: the log file has it.
    }
  }
  return null;
}
