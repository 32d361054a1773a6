/** Bytes of a feed file → events: splits lines, detects the layout by the first one, counts bad lines. Pure: no file, no clock. */
import { RelaisError } from '../../../registry/index.js';
import { binanceBookTickerLayout, binanceL2Layout, binanceTradesLayout } from './binance-csv-layouts.js';
import { binanceRawLayout } from './binance-raw-layout.js';
import { shorten } from './decimal.js';
import type { EmitFeedEvent, FindFeedInstrument } from './feed-event.js';
import { fxQuotesLayout } from './fx-layout.js';
import type { FeedLayout, LineParser } from './layout.js';
import { LineSplitter } from './line-splitter.js';

export const FEED_LAYOUTS: readonly FeedLayout[] = [
  fxQuotesLayout,
  binanceTradesLayout,
  binanceBookTickerLayout,
  binanceL2Layout,
  binanceRawLayout,
];

export interface FeedReaderLimits {
  readonly lineBytesMax: number;
  readonly badLinesMax: number;
}

/** Which layout a file has. Errors: RELAIS_E_FEED_LAYOUT. */
export function detectLayout(firstLine: string): FeedLayout {
  const layout = FEED_LAYOUTS.find((candidate) => candidate.recognises(firstLine));
  if (layout === undefined) {
    const known = FEED_LAYOUTS.map((candidate) => candidate.name).join(', ');
    throw new RelaisError('RELAIS_E_FEED_LAYOUT', `It starts with "${shorten(firstLine)}"; known layouts: ${known}.`);
  }
  return layout;
}

export class FeedReader {
  readonly #find: FindFeedInstrument;
  readonly #limits: FeedReaderLimits;
  readonly #splitter: LineSplitter;
  #layout: FeedLayout | null = null;
  #parser: LineParser | null = null;
  lines = 0;
  badLines = 0;
  /** Why the last bad line was bad, with its line number. */
  lastBadLine = '';

  constructor(find: FindFeedInstrument, limits: FeedReaderLimits) {
    this.#find = find;
    this.#limits = limits;
    this.#splitter = new LineSplitter(limits.lineBytesMax);
  }

  /** Name of the layout once the first line is known. */
  get layout(): string | null {
    return this.#layout?.name ?? null;
  }

  /** Errors: RELAIS_E_FEED_LAYOUT, RELAIS_E_FEED_BAD_LINES, RELAIS_E_FEED_LINE_TOO_LONG; the feed ends there. */
  push(chunk: Uint8Array, emit: EmitFeedEvent): void {
    this.#splitter.push(chunk, (text) => this.#line(text, emit));
  }

  /** End of the file. Errors: as push, and RELAIS_E_FEED_EMPTY. */
  end(emit: EmitFeedEvent): void {
    this.#splitter.end((text) => this.#line(text, emit));
    if (this.#parser === null) throw new RelaisError('RELAIS_E_FEED_EMPTY');
    this.#parser.end(emit);
  }

  #line(text: string, emit: EmitFeedEvent): void {
    this.lines += 1;
    if (text === '') return;
    if (this.#parser === null) {
      this.#layout = detectLayout(text);
      this.#parser = this.#layout.parser(this.#find);
      if (this.#layout.hasHeader) return;
    }
    try {
      this.#parser.line(text, emit);
    } catch (error) {
      if (!(error instanceof RelaisError) || !BAD_LINE_CODES.has(error.code)) throw error;
      this.#countBadLine(error);
    }
  }

  #countBadLine(error: RelaisError): void {
    this.badLines += 1;
    this.lastBadLine = `line ${this.lines}: ${error.code} ${error.detail}`;
    if (this.badLines > this.#limits.badLinesMax)
      throw new RelaisError('RELAIS_E_FEED_BAD_LINES', `Last: ${this.lastBadLine}`, { cause: error });
  }
}

const BAD_LINE_CODES: ReadonlySet<string> = new Set(['RELAIS_E_FEED_LINE', 'RELAIS_E_FEED_PRECISION', 'RELAIS_E_FEED_NUMBER_RANGE']);
