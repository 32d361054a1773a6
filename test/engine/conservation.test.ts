import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExecType, OrdStatus } from '../../node/wire/index.js';
import { entrySequences, INSTRUMENTS } from './command-sequences.js';
import { DrivenEngine } from './driven-engine.js';

/** What holds whatever the rules are: told by the output alone, without the model. */
describe('after every command', () => {
  test('no book is crossed, both sides of each trade are told once, and fills add up to what orders say', () => {
    fc.assert(
      fc.property(entrySequences(200), (entries) => {
        const engine = new DrivenEngine({ recordsMax: 128, stopsPerInstrumentMax: 8 });
        const filled = new Map<number, number>();
        for (const { header, command } of entries) {
          const taken: string[] = [];
          const given: string[] = [];
          const printed: string[] = [];
          for (const event of engine.apply(header, command)) {
            if ('market' in event) {
              const { price, quantity } = event.value as { price: number; quantity: number };
              if (event.market === 'Trade') printed.push(`${event.instrument} ${price} ${quantity}`);
              continue;
            }
            const { report } = event;
            if (report.execType !== ExecType.Trade) continue;
            const trade = `${report.instrument} ${report.lastPrice} ${report.lastQuantity}`;
            ((report.flags & 2) !== 0 ? taken : given).push(trade);
            const total = (filled.get(report.orderId) ?? 0) + report.lastQuantity;
            filled.set(report.orderId, total);
            expect(report.cumQuantity).toBe(total);
            expect(report.leavesQuantity).toBe(report.quantity - total);
            expect(report.ordStatus).toBe(report.leavesQuantity === 0 ? OrdStatus.Filled : OrdStatus.PartiallyFilled);
            expect(report.rejectReason).toBe(0);
          }
          expect(given).toEqual(taken);
          expect(printed).toEqual(taken);
          for (const instrument of INSTRUMENTS) {
            const book = engine.book(instrument);
            const bid = book?.bids[0]?.[0] ?? Number.NEGATIVE_INFINITY;
            const offer = book?.offers[0]?.[0] ?? Number.POSITIVE_INFINITY;
            expect(bid).toBeLessThan(offer);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('the increments of a book, put together, are the book, and the last quote is its top', () => {
    fc.assert(
      fc.property(entrySequences(200), (entries) => {
        const engine = new DrivenEngine({ recordsMax: 128, stopsPerInstrumentMax: 8 });
        const built = new Map(
          INSTRUMENTS.map((i) => [i as number, { seq: 0, bids: new Map<number, number>(), offers: new Map<number, number>() }]),
        );
        const tops = new Map<number, object>();
        for (const { header, command } of entries) {
          for (const event of engine.apply(header, command)) {
            if (!('market' in event)) continue;
            if (event.market === 'Quote') tops.set(event.instrument, event.value);
            if (event.market !== 'BookIncrement') continue;
            const increment = event.value as { updateSeq: number; bidCount: number; levels: { price: number; quantity: number }[] };
            const book = built.get(event.instrument);
            if (book === undefined) throw new RangeError('increment of an unknown instrument');
            expect(increment.updateSeq).toBe(book.seq + 1);
            book.seq = increment.updateSeq;
            increment.levels.forEach(({ price, quantity }, at) => {
              const side = at < increment.bidCount ? book.bids : book.offers;
              if (quantity === 0) side.delete(price);
              else side.set(price, quantity);
            });
          }
        }
        for (const instrument of INSTRUMENTS) {
          const book = engine.book(instrument);
          const mine = built.get(instrument);
          expect(book?.updateSeq).toBe(mine?.seq);
          expect(book?.bids).toEqual([...(mine?.bids ?? [])].sort((a, b) => b[0] - a[0]));
          expect(book?.offers).toEqual([...(mine?.offers ?? [])].sort((a, b) => a[0] - b[0]));
          const [bid = 0, bidQuantity = 0] = book?.bids[0] ?? [];
          const [ask = 0, askQuantity = 0] = book?.offers[0] ?? [];
          if (tops.has(instrument)) expect(tops.get(instrument)).toMatchObject({ bid, bidQuantity, ask, askQuantity });
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
