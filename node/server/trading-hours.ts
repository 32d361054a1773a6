/**
 * Keeps the log's instruments as the configuration wants them: defines what is new or changed, withdraws what is gone, and opens and closes
 * each by its calendar. All through log entries, so that every copy of the engine sees the same at the same sequence.
 */
import type { InstrumentConfiguration, NodeConfiguration } from '../../operator/desired/index.js';
import type { OrderProcessor } from '../engine/index.js';
import { SessionCalendar } from '../engine/index.js';
import { emptyCalendarTick, emptyInstrumentDefined, encodeCalendarTick, encodeInstrumentDefined, MessageType } from '../wire/index.js';
import { wireInstrument } from './instrument-directory.js';
import type { OrderPath } from './order-path.js';

/** The engine forgets client order ids as entries come in; a quiet region gets an entry for that now and then. */
const HOUSEKEEPING_EVERY_US = 60_000_000;

export class TradingHours {
  readonly #orders: OrderPath;
  readonly #engine: OrderProcessor;
  readonly #books: { readonly instrument: number; readonly calendar: SessionCalendar; nextChangeUs: number }[] = [];
  #housekeepingUs = 0;

  /** Errors: RELAIS_E_CALENDAR, RELAIS_E_CONFIGURATION. */
  constructor(configuration: NodeConfiguration, engine: OrderProcessor, orders: OrderPath) {
    this.#orders = orders;
    this.#engine = engine;
    const calendars = new Map(configuration.calendars.map((spec) => [spec.name, new SessionCalendar(spec)]));
    for (const settings of configuration.instruments) {
      const calendar = calendars.get(settings.calendar ?? '');
      if (settings.kind !== 'book' || calendar === undefined) continue;
      const instrument = wireInstrument(configuration.region.number, settings.number);
      this.#define(instrument, settings);
      this.#books.push({ instrument, calendar, nextChangeUs: 0 });
    }
  }

  /** Writes what the calendars say has changed. Called about once a second. */
  tick(nowUs: number): void {
    for (const book of this.#books) {
      if (nowUs < book.nextChangeUs) continue;
      const { open, nextChangeUs } = book.calendar.at(nowUs);
      book.nextChangeUs = nextChangeUs ?? Number.MAX_SAFE_INTEGER;
      if (this.#engine.instrumentState(book.instrument)?.isOpen !== open) this.#record(book.instrument, open ? 1 : 2);
    }
    if (nowUs < this.#housekeepingUs) return;
    this.#housekeepingUs = nowUs + HOUSEKEEPING_EVERY_US;
    this.#record(0, 0);
  }

  #define(instrument: number, wanted: InstrumentConfiguration): void {
    const { symbol, priceScale, quantityScale, tick, lot, bandLow, bandHigh, maxQuantity } = wanted;
    const state = this.#engine.instrumentState(instrument);
    const definition = {
      ...emptyInstrumentDefined(),
      instrument,
      symbol,
      priceScale,
      quantityScale,
      tick,
      lot,
      bandLow,
      bandHigh,
      maxQuantity,
      enabled: 1,
    };
    const isSame =
      state?.isEnabled === true &&
      (['symbol', 'priceScale', 'quantityScale', 'tick', 'lot', 'bandLow', 'bandHigh', 'maxQuantity'] as const).every(
        (field) => state[field] === definition[field],
      );
    if (isSame) return;
    this.#orders.record(MessageType.InstrumentDefined, (bytes, view, at) => encodeInstrumentDefined(definition, bytes, view, at));
  }

  #record(instrument: number, open: number): void {
    this.#orders.record(MessageType.CalendarTick, (bytes, view, at) =>
      encodeCalendarTick({ ...emptyCalendarTick(), instrument, open }, bytes, view, at),
    );
  }
}
