import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { entrySequences, INSTRUMENTS } from './command-sequences.js';
import { DrivenEngine, REGION } from './driven-engine.js';
import { type Event, ReferenceEngine } from './reference-engine.js';

const RECORDS_MAX = 64;
const STOPS_MAX = 6;

/** Trades and reports in their order; book and quote messages by instrument, since their order between instruments says nothing. */
function inOrder(events: Event[]): { told: Event[]; books: Event[] } {
  const isBook = (e: Event): boolean => 'market' in e && (e.market === 'BookIncrement' || e.market === 'Quote');
  const books = events.filter(isBook).sort((a, b) => ('instrument' in a && 'instrument' in b ? a.instrument - b.instrument : 0));
  return { told: events.filter((e) => !isBook(e)), books };
}

const engine = (): DrivenEngine => new DrivenEngine({ recordsMax: RECORDS_MAX, stopsPerInstrumentMax: STOPS_MAX });

describe('the matching engine beside the reference engine', () => {
  test('any sequence of commands gives the same reports, trades, books and quotes, message by message', () => {
    fc.assert(
      fc.property(entrySequences(200), (entries) => {
        const real = engine();
        const model = new ReferenceEngine(REGION, RECORDS_MAX, STOPS_MAX);
        for (const { header, command } of entries) {
          expect(inOrder(real.apply(header, command))).toEqual(inOrder(model.apply(header, command)));
        }
        for (const instrument of INSTRUMENTS) {
          const book = real.book(instrument);
          const expected = model.book(instrument);
          expect(book?.bids).toEqual([...expected.bids]);
          expect(book?.offers).toEqual([...expected.offers]);
        }
      }),
      { numRuns: 200 },
    );
  }, 120_000);
});
