import { type FileHandle, open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import { CapturePrinter, KeyRing } from '../decode/index.js';

interface Options {
  readonly keys?: string;
  readonly follow?: boolean;
}

const FOLLOW_POLL_MS = 100;
const PIECE_BYTES = 64 * 1024;

export function register(program: Command): void {
  program
    .command('decode')
    .description('Print a captured stream frame by frame, as a dissector would.')
    .argument('<capture>', 'capture file (setting captureFolder)')
    .option('-k, --keys <file>', 'key log file (setting keyLogFile); without it records are shown sealed')
    .option('-f, --follow', 'go on as the capture grows')
    .addHelpText(
      'after',
      '\nExamples:\n  relais decode paris.capture --keys keys.log\n  relais decode --follow paris.capture -k keys.log | grep NewOrder',
    )
    .action((capture: string, options: Options) => decode(capture, options));
}

async function decode(capture: string, { keys: keyLog, follow = false }: Options): Promise<void> {
  const ring = new KeyRing();
  const keysFrom = keyLog === undefined ? null : new KeyLog(keyLog, ring);
  const printer = new CapturePrinter(ring);
  const file = await openCapture(capture);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (;;) {
      // Keys are logged before the first record that needs them is sent.
      await keysFrom?.read();
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES);
      if (bytesRead > 0) {
        const { lines, damage } = printer.push(piece.subarray(0, bytesRead));
        for (const line of lines) process.stdout.write(`${line}\n`);
        if (damage !== null) throw new RelaisError('RELAIS_E_CAPTURE_CORRUPT', `${capture}: ${damage}`);
      } else if (follow) {
        await sleep(FOLLOW_POLL_MS);
      } else {
        break;
      }
    }
    for (const line of printer.end()) process.stdout.write(`${line}\n`);
  } finally {
    await file.close();
  }
}

async function openCapture(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new RelaisError('RELAIS_E_CAPTURE_CORRUPT', `${path}: ${(error as Error).message}`);
  }
}

/** A key log that may grow: each read takes what is new. */
class KeyLog {
  private readonly path: string;
  private readonly ring: KeyRing;
  private knownLines = 0;

  constructor(path: string, ring: KeyRing) {
    this.path = path;
    this.ring = ring;
  }

  async read(): Promise<void> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      throw new RelaisError('RELAIS_E_KEY_LOG', `${this.path}: ${(error as Error).message}`);
    }
    const lines = text.split('\n');
    const whole = lines.slice(this.knownLines, -1);
    for (const [i, line] of whole.entries()) {
      if (!this.ring.add(line))
        throw new RelaisError('RELAIS_E_KEY_LOG', `${this.path}: line ${this.knownLines + i + 1} is no line of a key log`);
    }
    this.knownLines += whole.length;
    // Half a line is not one yet, and it is read again.
    this.ring.add(lines.at(-1) ?? '');
  }
}
