/** What a layout of feed files is: how it is recognised and how its lines become events. */
import type { EmitFeedEvent, FindFeedInstrument } from './feed-event.js';

export interface LineParser {
  /** One line (never the header). Errors: RELAIS_E_FEED_LINE, RELAIS_E_FEED_PRECISION, RELAIS_E_FEED_NUMBER_RANGE: this line is bad, the next may be good. */
  line(text: string, emit: EmitFeedEvent): void;
  /** End of the file: what is still held goes out. */
  end(emit: EmitFeedEvent): void;
}

export interface FeedLayout {
  readonly name: string;
  /** Whether a file whose first line is this one has the layout. */
  recognises(firstLine: string): boolean;
  /** Whether the first line is a header, not data. */
  readonly hasHeader: boolean;
  parser(find: FindFeedInstrument): LineParser;
}
