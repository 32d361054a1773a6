import { Int, NONE, type OrderRecords, Wide } from './order-records.js';

/**
 * Orders with cancel on disconnect by the session that entered them. Session numbers are 53-bit and sparse, so each session with such
 * orders has an entry in a map that is only ever looked up; its size is the number of those sessions.
 */
export class SessionOrders {
  private readonly records: OrderRecords;
  private readonly ends = new Map<number, { head: number; tail: number }>();

  constructor(records: OrderRecords) {
    this.records = records;
  }

  /** Sessions that have such orders, ascending. */
  sessions(): number[] {
    return [...this.ends.keys()].sort((a, b) => a - b);
  }

  first(session: number): number {
    return this.ends.get(session)?.head ?? NONE;
  }

  append(slot: number): void {
    const session = this.records.wide(slot, Wide.session);
    const ends = this.ends.get(session);
    this.records.setInt(slot, Int.sessionNext, NONE);
    this.records.setInt(slot, Int.sessionPrevious, ends?.tail ?? NONE);
    if (ends === undefined) {
      this.ends.set(session, { head: slot, tail: slot });
      return;
    }
    this.records.setInt(ends.tail, Int.sessionNext, slot);
    ends.tail = slot;
  }

  remove(slot: number): void {
    const session = this.records.wide(slot, Wide.session);
    const ends = this.ends.get(session);
    if (ends === undefined) return;
    const next = this.records.int(slot, Int.sessionNext);
    const previous = this.records.int(slot, Int.sessionPrevious);
    if (previous === NONE) ends.head = next;
    else this.records.setInt(previous, Int.sessionNext, next);
    if (next === NONE) ends.tail = previous;
    else this.records.setInt(next, Int.sessionPrevious, previous);
    if (ends.head === NONE) this.ends.delete(session);
  }

  clear(): void {
    this.ends.clear();
  }
}
