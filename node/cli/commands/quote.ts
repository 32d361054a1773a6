import type { Command } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import type { Quote, QuoteRead } from '../../client/index.js';
import { addMeshOptions, LOOKS, type MeshOptions, withClient } from '../mesh-client.js';
import { addOutput, type Columns, formatList, formatLive, isoTime, type OutputFormat } from '../output.js';

interface QuoteOptions extends MeshOptions {
  readonly maxAgeMs: string;
  readonly watch?: boolean;
  readonly output: OutputFormat;
}

interface PrintedQuote {
  readonly instrument: string;
  readonly region: string;
  readonly bid: string;
  readonly ask: string;
  readonly bidQuantity: string;
  readonly askQuantity: string;
  readonly time: string;
  readonly ageMs?: number;
  readonly source?: string;
}

const COLUMNS: Columns<PrintedQuote> = {
  instrument: (q) => q.instrument,
  region: (q) => q.region,
  'bid qty': (q) => q.bidQuantity,
  bid: (q) => q.bid,
  ask: (q) => q.ask,
  'ask qty': (q) => q.askQuantity,
  'age ms': (q) => q.ageMs,
  source: (q) => q.source,
};

const EXAMPLES = `
Examples:
  relais quote EURUSD
  relais quote EURUSD GBPUSD --region lyon --max-age-ms 200 -o json
  relais quote EURUSD --watch`;

export function register(program: Command): void {
  const command = program
    .command('quote')
    .description('read quotes once, or watch them')
    .argument('<instruments...>', 'symbols, or region/symbol')
    .option('--max-age-ms <ms>', 'oldest acceptable age', '1000')
    .option('-w, --watch', 'print each change')
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(quote);
}

async function quote(instruments: string[], options: QuoteOptions): Promise<void> {
  const maxAgeMs = Number(options.maxAgeMs);
  if (!Number.isInteger(maxAgeMs) || maxAgeMs < 0) throw new RelaisError('RELAIS_E_USAGE', `--max-age-ms ${options.maxAgeMs}`);
  await withClient(options, LOOKS, async (relais) => {
    if (options.watch === true) {
      for await (const update of relais.quotes(instruments)) {
        const printed = printedQuote(update);
        process.stdout.write(formatLive(printed, quoteLine(printed), options.output));
      }
    } else {
      const reads = await Promise.all(instruments.map((name) => relais.quote(name, { maxAgeMs })));
      process.stdout.write(formatList(reads.map(printedQuote), COLUMNS, options.output));
    }
  });
}

function printedQuote(quote: Quote | QuoteRead): PrintedQuote {
  const { instrument } = quote;
  return {
    instrument: instrument.symbol,
    region: instrument.region,
    bid: instrument.formatPrice(quote.bid),
    ask: instrument.formatPrice(quote.ask),
    bidQuantity: instrument.formatQuantity(quote.bidQuantity),
    askQuantity: instrument.formatQuantity(quote.askQuantity),
    time: isoTime(quote.eventTimeUs),
    ...('ageMs' in quote ? { ageMs: quote.ageMs, source: quote.source ?? 'unknown' } : {}),
  };
}

const quoteLine = (q: PrintedQuote): string =>
  `${q.time}  ${q.region}/${q.instrument}  ${q.bidQuantity} @ ${q.bid} | ${q.ask} @ ${q.askQuantity}`;
