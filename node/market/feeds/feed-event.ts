/** What every feed is turned into before it is published: events of one instrument in its own scales. */

/** An instrument as a feed needs it. */
export interface FeedInstrument {
  /** Region number × 65,536 + instrument number. */
  readonly instrument: number;
  readonly symbol: string;
  readonly priceScale: number;
  readonly quantityScale: number;
}

export interface FeedLevel {
  price: number;
  /** New quantity of the level; 0 deletes it. */
  quantity: number;
}

interface Common {
  readonly instrument: FeedInstrument;
  /** Time at the source, us since the Unix epoch. */
  readonly eventTimeUs: number;
  /** Time by which a replay is paced, us: the recorder's clock where the recording has one. */
  readonly paceUs: number;
}

export interface QuoteEvent extends Common {
  readonly type: 'quote';
  readonly bid: number;
  readonly ask: number;
  /** 0 where the source tells no size. */
  readonly bidQuantity: number;
  readonly askQuantity: number;
}

export interface TradeEvent extends Common {
  readonly type: 'trade';
  readonly tradeId: number;
  readonly price: number;
  readonly quantity: number;
  /** 1 buy, 2 sell, 0 not known (as Side on the wire). */
  readonly aggressorSide: 0 | 1 | 2;
}

/** Whole book; levels in any order. */
export interface BookSnapshotEvent extends Common {
  readonly type: 'bookSnapshot';
  /** Id of the last change that it contains; null where the source numbers nothing. */
  readonly lastId: number | null;
  readonly bids: readonly FeedLevel[];
  readonly asks: readonly FeedLevel[];
}

/** Changed levels. */
export interface BookChangeEvent extends Common {
  readonly type: 'bookChange';
  /** Ids of the first and last change that it contains and, where the source tells it, the last id of the message before. */
  readonly ids: { readonly first: number; readonly last: number; readonly previous: number | null } | null;
  readonly bids: readonly FeedLevel[];
  readonly asks: readonly FeedLevel[];
}

export type FeedEvent = QuoteEvent | TradeEvent | BookSnapshotEvent | BookChangeEvent;
export type EmitFeedEvent = (event: FeedEvent) => void;

/** Finds the instrument of a symbol and venue (null where the layout has none); null = not one of ours, its lines are left out. */
export type FindFeedInstrument = (symbol: string | null, venue: string | null) => FeedInstrument | null;
