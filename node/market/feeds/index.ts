/**
 * Feeds: recordings and the generator turned into market messages. Pure but for read-feed-file.ts; the clock is passed in. New sources
 * implement FeedSource, new file layouts FeedLayout. Nothing here knows sessions, subscribers or the engine.
 */
export { parseQuantity, parseScaled } from './decimal.js';
export type { FeedEvent, FeedInstrument, FeedLevel, FindFeedInstrument } from './feed-event.js';
export { type FeedClock, type FeedHandler, type FeedPace, type FeedSource, type FeedSummary, PacedFeed } from './feed-handler.js';
export { FeedPublisher, type FeedPublisherLimits, type PublishMessage } from './feed-publisher.js';
export { detectLayout, FEED_LAYOUTS, FeedReader, type FeedReaderLimits } from './feed-reader.js';
export { findByName, generatorSource, type RecordingOptions, recordingSource } from './feed-sources.js';
export { type GeneratedInstrument, MarketGenerator } from './market-generator.js';
export { readFeedFile } from './read-feed-file.js';
export { SeededRandom } from './seeded-random.js';
