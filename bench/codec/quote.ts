/**
 * Our quote, in loops of its own: one buffer, one object to decode into, 64 different messages in turn, as on the hot path of a publisher
 * and of a subscriber. (Shared loops would make every call site see three kinds of message.)
 */
import {
  decodeQuote,
  emptyQuote,
  encodeQuote,
  encodeQuoteFields,
  messageCrcIsGood,
  QUOTE_MAX_BYTES,
  type Quote,
  QuoteReader,
} from '../../node/wire/index.js';
import type { RelaisContestants } from './relais.js';
import { SAMPLE_COUNT, SAMPLE_MASK, sampleQuotes } from './samples.js';

const STRIDE = 64;
const quotes = sampleQuotes();
const sent = new Uint8Array(SAMPLE_COUNT * STRIDE);
const sentView = new DataView(sent.buffer);
const received = new Uint8Array(SAMPLE_COUNT * STRIDE);
const receivedView = new DataView(received.buffer);
for (const [index, quote] of quotes.entries()) encodeQuote(quote, received, receivedView, index * STRIDE);
const into = emptyQuote();
const reader = new QuoteReader();

export const quoteContestants: RelaisContestants = {
  encode: {
    name: 'relais',
    repeat: (times) => {
      let written = 0;
      for (let turn = 0; turn < times; turn += 1) {
        written += encodeQuoteFields(quotes[turn & SAMPLE_MASK] as Quote, sent, sentView, (turn & SAMPLE_MASK) * STRIDE);
      }
      return written;
    },
  },
  decode: {
    name: 'relais',
    repeat: (times) => {
      let sum = 0;
      for (let turn = 0; turn < times; turn += 1) {
        const quote = decodeQuote(receivedView, received, (turn & SAMPLE_MASK) * STRIDE, QUOTE_MAX_BYTES, into);
        sum += quote.bid + quote.askQuantity;
      }
      return sum;
    },
  },
  encodeWhole: {
    name: 'relais, CRC32 made',
    repeat: (times) => {
      let written = 0;
      for (let turn = 0; turn < times; turn += 1) {
        written += encodeQuote(quotes[turn & SAMPLE_MASK] as Quote, sent, sentView, (turn & SAMPLE_MASK) * STRIDE);
      }
      return written;
    },
  },
  decodeWhole: {
    name: 'relais, CRC32 checked',
    repeat: (times) => {
      let sum = 0;
      for (let turn = 0; turn < times; turn += 1) {
        const at = (turn & SAMPLE_MASK) * STRIDE;
        if (!messageCrcIsGood(received, at, QUOTE_MAX_BYTES)) continue;
        const quote = decodeQuote(receivedView, received, at, QUOTE_MAX_BYTES, into);
        sum += quote.bid + quote.askQuantity;
      }
      return sum;
    },
  },
};

/** A subscriber that wants bid and offer only reads them where they are. */
export const twoFieldsInPlace = {
  name: 'relais, two fields in place',
  repeat: (times: number): number => {
    let sum = 0;
    for (let turn = 0; turn < times; turn += 1) {
      reader.wrap(receivedView, received, (turn & SAMPLE_MASK) * STRIDE, QUOTE_MAX_BYTES);
      sum += reader.bid + reader.ask;
    }
    return sum;
  },
};
