/**
 * Market data: the hub (last state, snapshots, increments, slow readers, links between regions), the book builder that clients can use too, and
 * the cache of other regions' quotes. Pure: no sockets, files, timers or clocks. Feeds live in feeds/, with a door of their own.
 */
export { BookBuilder, type BookStep } from './book-builder.js';
export { BOOK_LEVELS_MAX, BookSide } from './book-side.js';
export { type HubLimits, type HubPort, MarketDataHub, regionOf } from './hub.js';
export { type MarketOutlet, MarketReader, type ReaderEvents } from './market-reader.js';
export {
  type QuoteAnswer,
  QuoteCache,
  type QuoteCacheFigures,
  type QuoteCacheLimits,
  type QuoteCachePort,
  type QuoteResult,
} from './quote-cache.js';
export { KIND, type Kind } from './topic.js';
