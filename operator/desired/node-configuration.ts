/**
 * What one node of a region is started with: the rendering of Region, Partner and KeyRotationSchedule resources for that region.
 *
 * Plain JSON, and no secret in it: private keys, seeds and transport keys come from the key provider (operator/keys). Everything here has been
 * validated; decimals of the resources have become scaled integers.
 */
export interface NodeConfiguration {
  readonly region: { readonly name: string; readonly number: number };
  /** Where the binary protocol is served. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Where /metrics, /healthz and /readyz are served. */
  readonly http: { readonly host: string; readonly port: number };
  /** CIDR ranges that may connect at all, checked on accept, before any other work. */
  readonly ipRanges: readonly string[];
  readonly peers: readonly PeerConfiguration[];
  readonly partners: readonly PartnerConfiguration[];
  readonly instruments: readonly InstrumentConfiguration[];
  readonly calendars: readonly CalendarConfiguration[];
  /** Values of registry/settings by name; whatever is missing takes its default (readSettings). */
  readonly settings: Readonly<Record<string, number | boolean | string>>;
}

/** Another region that is linked with this one. The two hold one connection: the side with `dials` true opens it. */
export interface PeerConfiguration {
  readonly region: string;
  readonly number: number;
  readonly host: string;
  readonly port: number;
  /** Static X25519 key of that region, 32 bytes in base64. */
  readonly publicKey: string;
  /** True on exactly one side of a link: the region with the lower number. */
  readonly dials: boolean;
}

export interface PartnerConfiguration {
  readonly name: string;
  readonly number: number;
  /** Static X25519 key, 32 bytes in base64. */
  readonly publicKey: string;
  readonly roles: readonly string[];
  /** Bits of node/access `Permission`, the union of the roles. */
  readonly permissions: number;
  /** CIDR ranges from which this partner may connect. */
  readonly ipRanges: readonly string[];
  /** All open orders of a session are cancelled when it ends, whatever the single order says. */
  readonly cancelOnDisconnect: boolean;
}

export interface InstrumentConfiguration {
  /** 1–65,535, unique within its region. On the wire: region number × 65,536 + this. */
  readonly number: number;
  readonly symbol: string;
  /** `book`: tradable here, quotes and books come from the engine. `feed`: published from a feed handler. */
  readonly kind: 'book' | 'feed';
  /** Decimals of prices: tick, bandLow and bandHigh are multiples of 10^-priceScale. */
  readonly priceScale: number;
  /** Decimals of quantities: lot and maxQuantity are multiples of 10^-quantityScale. */
  readonly quantityScale: number;
  readonly tick: number;
  readonly lot: number;
  readonly bandLow: number;
  readonly bandHigh: number;
  readonly maxQuantity: number;
  /** Name of one of `calendars`; null exactly when kind is `feed`. */
  readonly calendar: string | null;
  /** Present exactly when kind is `feed`. */
  readonly feed?: FeedConfiguration;
}

/** Exactly one of the two is present. */
export interface FeedConfiguration {
  readonly generator?: GeneratorConfiguration;
  readonly replay?: ReplayConfiguration;
}

/** The shipped generator: a seeded random walk of the mid price on the tick grid. */
export interface GeneratorConfiguration {
  readonly seed: number;
  /** Scaled by priceScale. */
  readonly startPrice: number;
  readonly quotesPerSecond: number;
}

/** A recording (its layout is recognised by its first line), replayed at `speedPercent` of its own pace (100 = real time). */
export interface ReplayConfiguration {
  readonly file: string;
  readonly speedPercent: number;
}

/** 0 is Sunday, as in Date.getUTCDay. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Trading sessions in local time of an IANA time zone; daylight saving follows from the zone. */
export interface CalendarConfiguration {
  readonly name: string;
  readonly timeZone: string;
  /**
   * Sorted by day and time, not overlapping. A session that ends at minute 1,440 and one that starts at minute 0 of the next day are one:
   * Day orders live on across that midnight.
   */
  readonly week: readonly { readonly day: Weekday; readonly openMinute: number; readonly closeMinute: number }[];
  /** Local dates (YYYY-MM-DD) without any session. */
  readonly holidays: readonly string[];
  /** Local dates with another close: sessions of that day are cut there. */
  readonly earlyCloses: readonly { readonly date: string; readonly closeMinute: number }[];
}
