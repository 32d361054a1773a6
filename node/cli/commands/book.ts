import type { Command } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import type { BookView } from '../../client/index.js';
import { ladderLines, printedBook, topLine } from '../ladder.js';
import { addMeshOptions, LOOKS, type MeshOptions, withClient } from '../mesh-client.js';
import { addOutput, formatLive, type OutputFormat } from '../output.js';

interface BookOptions extends MeshOptions {
  readonly depth: string;
  readonly once?: boolean;
  readonly output: OutputFormat;
}

const REDRAW_MS = 100;
const HOME_AND_CLEAR = '\x1b[H\x1b[J';
const [SHOW_OTHER_SCREEN, SHOW_MAIN_SCREEN] = ['\x1b[?1049h\x1b[?25l', '\x1b[?25h\x1b[?1049l'];

const EXAMPLES = `
Examples:
  relais book EURUSD                       live ladder; Ctrl-C ends it
  relais book EURUSD --depth 5 --once
  relais book EURUSD -o json | head -3     one line of JSON for each change`;

export function register(program: Command): void {
  const command = program
    .command('book')
    .description('live order book of an instrument')
    .argument('<instrument>', 'symbol, or region/symbol')
    .option('--depth <levels>', 'levels a side', '10')
    .option('--once', 'print it once')
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(book);
}

async function book(name: string, options: BookOptions): Promise<void> {
  const depth = Number(options.depth);
  if (!Number.isInteger(depth) || depth < 1) throw new RelaisError('RELAIS_E_USAGE', `--depth ${options.depth}`);
  const isLive = process.stdout.isTTY === true && options.output === 'table' && options.once !== true;
  await withClient(options, LOOKS, async (relais) => {
    const views = relais.book(name, { depth });
    if (isLive) await drawLive(views, depth);
    else await printEach(views, depth, options);
  });
}

async function printEach(views: AsyncIterable<BookView>, depth: number, { once, output }: BookOptions): Promise<void> {
  for await (const view of views) {
    const people = once === true ? ladderLines(view, depth, process.stdout.columns || 80).join('\n') : topLine(view);
    process.stdout.write(formatLive(printedBook(view, depth), people, output));
    if (once === true) return;
  }
}

/** Redraws in place, on the terminal's other screen so that what stood there comes back; the stream conflates meanwhile. */
async function drawLive(views: AsyncIterable<BookView>, depth: number): Promise<void> {
  process.stdout.write(SHOW_OTHER_SCREEN);
  try {
    for await (const view of views) {
      const lines = ladderLines(view, depth, process.stdout.columns || 80);
      const { region, symbol } = view.instrument;
      process.stdout.write(`${HOME_AND_CLEAR}${region}/${symbol}   update ${view.updateSeq}\n\n${lines.join('\n')}\n`);
      await new Promise<void>((resolve) => setTimeout(resolve, REDRAW_MS));
    }
  } finally {
    process.stdout.write(SHOW_MAIN_SCREEN);
  }
}
