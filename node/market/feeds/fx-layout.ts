/** FX quotes: `ts_ms,bid,ask`, one quote a line, no sizes. Crossed quotes (bid above ask) are real and pass as they are. */
import { RelaisError } from '../../../registry/index.js';
import { parseScaled, parseTimeMs, shorten } from './decimal.js';
import type { FeedLayout } from './layout.js';

const HEADER = 'ts_ms,bid,ask';

export const fxQuotesLayout: FeedLayout = {
  name: 'fx-quotes',
  hasHeader: true,
  recognises: (firstLine) => firstLine === HEADER,
  parser: (find) => {
    const instrument = find(null, null);
    return {
      line(text, emit) {
        const [time, bid, ask, more] = text.split(',');
        if (time === undefined || bid === undefined || ask === undefined || more !== undefined) {
          throw new RelaisError('RELAIS_E_FEED_LINE', `not three columns: ${shorten(text)}`);
        }
        if (instrument === null) return;
        const eventTimeUs = parseTimeMs(time);
        emit({
          type: 'quote',
          instrument,
          eventTimeUs,
          paceUs: eventTimeUs,
          bid: parseScaled(bid, instrument.priceScale),
          ask: parseScaled(ask, instrument.priceScale),
          bidQuantity: 0,
          askQuantity: 0,
        });
      },
      end() {},
    };
  },
};
