import { errorEntries } from './entry.js';

/** Wire numbers 450–499. */
export const marketErrors = errorEntries({
  RELAIS_E_SLOW_READER: {
    text: 'A subscriber read market data more slowly than it came; messages were left out and it was restarted from a snapshot.',
    remedy: 'Read faster, subscribe to less, or give the link more bandwidth; the book is right again after the snapshot.',
    wire: 450,
  },
  RELAIS_E_MARKET_DATA_GAP: {
    text: 'Messages of an instrument are missing between its source and this region.',
    remedy: 'Nothing for books and quotes, which are current again; read missing trades from their source.',
    wire: 451,
  },
  RELAIS_E_MARKET_INSTRUMENT_UNKNOWN: {
    text: 'No region that this one knows publishes this instrument.',
    remedy: 'Ask for the instrument definitions and use a number from there.',
    wire: 452,
  },
  RELAIS_E_SUBSCRIPTION_LIMIT: {
    text: 'The session holds as many subscriptions as it may.',
    remedy: 'Unsubscribe from something, or raise marketSubscriptionsMax.',
    wire: 453,
  },
  RELAIS_E_SUBSCRIPTION_KINDS: {
    text: 'A subscription names no kind, or one that does not exist.',
    remedy: 'Set at least one of bit 0 (quotes), bit 1 (trades), bit 2 (book) and no other.',
    wire: 454,
  },
  RELAIS_E_REGION_UNREACHABLE: {
    text: 'The region of the instrument cannot be reached, and nothing young enough is cached here.',
    remedy: 'Accept an older quote by a larger maxAgeMs, or wait until the link is back.',
    wire: 455,
  },
  RELAIS_E_QUOTE_TIMEOUT: {
    text: 'The region of the instrument did not answer in time.',
    remedy: 'Ask again; look at the link between the regions when it goes on.',
    wire: 456,
  },
  RELAIS_E_QUOTE_NONE: {
    text: 'The instrument has no quote yet.',
    remedy: 'Subscribe to its quotes to get the first one.',
    wire: 457,
  },
  RELAIS_E_QUOTE_BUSY: {
    text: 'Too many reads are waiting for quotes of other regions.',
    remedy: 'Read less often, accept older quotes, or raise quoteCacheWaitersMax.',
    wire: 458,
  },
  RELAIS_E_BOOK_INVALID: {
    text: 'A book message contradicts itself.',
    remedy: 'Its source is defective: report it with the captured message (relais decode).',
    wire: 459,
  },
  RELAIS_E_FEED_LAYOUT: {
    text: 'The first line of the feed file belongs to no layout that is known.',
    remedy: 'Use a file in one of the layouts of docs/feeds.md; the detail shows how this one starts.',
  },
  RELAIS_E_FEED_EMPTY: {
    text: 'The feed file holds no line.',
    remedy: 'Check that the recording was written and copied whole.',
  },
  RELAIS_E_FEED_DAMAGED: {
    text: 'The feed file cannot be read to its end.',
    remedy: 'Check it with gzip -t and copy it again.',
  },
  RELAIS_E_FEED_FILE: {
    text: 'The feed file cannot be opened.',
    remedy: 'Check path and permissions.',
  },
  RELAIS_E_FEED_LINE: {
    text: 'A line of the feed file does not follow its layout.',
    remedy: 'Single bad lines are counted and left out; correct the recording when there are many.',
  },
  RELAIS_E_FEED_BAD_LINES: {
    text: 'The feed file holds more bad lines than are allowed.',
    remedy: 'Correct the recording, or raise feedBadLinesMax.',
  },
  RELAIS_E_FEED_LINE_TOO_LONG: {
    text: 'A line of the feed file is longer than allowed.',
    remedy: 'Check that it is a text file, or raise feedLineBytesMax.',
  },
  RELAIS_E_FEED_NUMBER_RANGE: {
    text: 'A number of the feed does not fit the exact range of ±(2^53 − 1) in the scale of its instrument.',
    remedy: 'Give the instrument a smaller scale.',
  },
  RELAIS_E_FEED_PRECISION: {
    text: 'A number of the feed has more decimals than its instrument.',
    remedy: 'Give the instrument a larger priceScale or quantityScale; nothing is rounded.',
  },
  RELAIS_E_FEED_SYMBOL: {
    text: 'It is not clear which instrument the feed file is for.',
    remedy: 'Put the symbol into the name of the file (fx_eurusd.csv), or declare exactly one feed instrument.',
  },
  RELAIS_E_FEED_OTHER_INSTRUMENT: {
    text: 'The feed file holds nothing of the instrument that it is meant for.',
    remedy: 'Name the instrument (`--feed SYMBOL=FILE`), or take the recording that belongs to it.',
  },
});
