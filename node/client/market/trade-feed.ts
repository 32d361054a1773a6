import type { Instrument } from '../model/instrument.js';
import type { BoundedStream } from '../stream/bounded-stream.js';
import type { Trade, TradeGap } from './events.js';

/** Trades of one instrument for one reader: what does not fit is counted, and a gap takes its place in the stream. */
export class TradeReader {
  readonly stream: BoundedStream<Trade | TradeGap>;
  private readonly instrument: Instrument;
  private readonly ofStream: ReadonlyMap<unknown, TradeReader>;
  private missed = 0;

  /** `ofStream`: all readers that feed the same stream. */
  constructor(stream: BoundedStream<Trade | TradeGap>, instrument: Instrument, ofStream: ReadonlyMap<unknown, TradeReader>) {
    this.stream = stream;
    this.instrument = instrument;
    this.ofStream = ofStream;
  }

  push(item: Trade | TradeGap): void {
    this.roomAgain();
    const missedNow = item.type === 'trade' ? 1 : (item.missed ?? 0);
    if (this.missed > 0 || !this.stream.push(item)) this.missed += missedNow;
  }

  /** Says what was missed as soon as there is room for it. */
  roomAgain(): void {
    this.sayMissed(false);
  }

  /** Ends the whole stream; what was missed is said first, whatever its length. */
  end(error: unknown): void {
    for (const reader of this.ofStream.values()) reader.sayMissed(true);
    this.stream.end(error);
  }

  private sayMissed(beyondLimit: boolean): void {
    if (this.missed === 0) return;
    const gap: TradeGap = { type: 'gap', instrument: this.instrument, missed: this.missed, reason: 'slowReader' };
    if (this.stream.push(gap, beyondLimit)) this.missed = 0;
  }
}

/** Watches the sequence of one instrument's trades: what is missing between two of them is told. */
export class TradeSequence {
  private readonly instrument: Instrument;
  private last: number | null = null;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  /** What readers get for this trade: nothing if it was seen, the trade, or a gap and the trade. */
  follow(trade: Trade): (Trade | TradeGap)[] {
    const last = this.last;
    if (trade.updateSeq === last) return [];
    this.last = trade.updateSeq;
    if (last === null || trade.updateSeq === last + 1) return [trade];
    const missed = trade.updateSeq > last ? trade.updateSeq - last - 1 : undefined;
    return [{ type: 'gap', instrument: this.instrument, missed, reason: 'connection' }, trade];
  }
}
