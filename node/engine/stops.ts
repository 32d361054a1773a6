/**
 * Stop orders that wait for their trigger. A buy stop is triggered by a trade at its stop price or above, a sell stop by one at or below.
 *
 * Triggered orders do not jump into a match under way: they queue, first by the trade that triggered them, then by trigger price (the one
 * reached first), then by time of entry, buys before sells, and enter the book one after the other when the order before them is done. Each
 * is triggered once, so a cascade ends after at most as many steps as orders wait: engineStopsPerInstrumentMax.
 */
import type { EngineState } from './engine-state.js';
import { BUY, type Instrument, SELL, stopKey } from './instrument.js';
import { Byte, Int, NONE, OrderState, Wide } from './order-records.js';

export class Stops {
  private readonly state: EngineState;

  constructor(state: EngineState) {
    this.state = state;
  }

  /** Whether the last trade has already reached a stop price. */
  isReached(instrument: Instrument, side: number, stopPrice: number): boolean {
    return instrument.hasTraded && stopKey(side, stopPrice) <= stopKey(side, instrument.lastTradePrice);
  }

  isFull(instrument: Instrument): boolean {
    return instrument.stopCount >= this.state.limits.stopsPerInstrumentMax;
  }

  /** Lets an open stop order wait, behind those at the same stop price. */
  wait(slot: number): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const side = records.byte(slot, Byte.side);
    const level = instrument.stopsOf(side).findOrCreate(stopKey(side, records.wide(slot, Wide.stopPrice)));
    levels.append(level, slot);
    instrument.stopCount += 1;
    records.setByte(slot, Byte.state, OrderState.waiting);
  }

  takeOut(slot: number): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const level = records.int(slot, Int.level);
    levels.remove(level, slot);
    instrument.stopCount -= 1;
    if (levels.isEmpty(level)) instrument.stopsOf(records.byte(slot, Byte.side)).remove(level);
  }

  /** A trade at `price`: the stop orders that it reaches join the queue. */
  trigger(instrument: Instrument, price: number): void {
    if (instrument.stopCount === 0) return;
    this.triggerSide(instrument, BUY, price);
    this.triggerSide(instrument, SELL, price);
  }

  /** Adds an open stop order, which waits nowhere, to the end of the queue. */
  queue(slot: number): void {
    const { records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    records.setByte(slot, Byte.state, OrderState.triggered);
    records.setInt(slot, Int.next, NONE);
    if (instrument.triggeredTail === NONE) instrument.triggeredHead = slot;
    else records.setInt(instrument.triggeredTail, Int.next, slot);
    instrument.triggeredTail = slot;
  }

  /** The next triggered order, taken out of the queue; −1 when there is none. */
  takeTriggered(instrument: Instrument): number {
    const slot = instrument.triggeredHead;
    if (slot === NONE) return NONE;
    instrument.triggeredHead = this.state.records.int(slot, Int.next);
    if (instrument.triggeredHead === NONE) instrument.triggeredTail = NONE;
    return slot;
  }

  private triggerSide(instrument: Instrument, side: number, price: number): void {
    const { levels } = this.state;
    const ladder = instrument.stopsOf(side);
    const reached = stopKey(side, price);
    for (let level = ladder.best(); level !== NONE && levels.key(level) <= reached; level = ladder.best()) {
      const slot = levels.head(level);
      this.takeOut(slot);
      this.queue(slot);
    }
  }
}
