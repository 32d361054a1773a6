import { type Int, NONE, type OrderRecords } from './order-records.js';

type LinkField = (typeof Int)[keyof typeof Int];

/**
 * Many doubly linked lists over the same pair of links in the records, one list an owner (partner, session, instrument). Records are
 * appended as orders are entered, so a list is in the order of order ids.
 */
export class RecordLists {
  private readonly records: OrderRecords;
  private readonly nextField: LinkField;
  private readonly previousField: LinkField;
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;

  constructor(records: OrderRecords, nextField: LinkField, previousField: LinkField, owners: number) {
    this.records = records;
    this.nextField = nextField;
    this.previousField = previousField;
    this.heads = new Int32Array(owners).fill(NONE);
    this.tails = new Int32Array(owners).fill(NONE);
  }

  first(owner: number): number {
    return this.heads[owner] as number;
  }

  after(slot: number): number {
    return this.records.int(slot, this.nextField);
  }

  append(owner: number, slot: number): void {
    const tail = this.tails[owner] as number;
    this.records.setInt(slot, this.nextField, NONE);
    this.records.setInt(slot, this.previousField, tail);
    if (tail === NONE) this.heads[owner] = slot;
    else this.records.setInt(tail, this.nextField, slot);
    this.tails[owner] = slot;
  }

  remove(owner: number, slot: number): void {
    const next = this.records.int(slot, this.nextField);
    const previous = this.records.int(slot, this.previousField);
    if (previous === NONE) this.heads[owner] = next;
    else this.records.setInt(previous, this.nextField, next);
    if (next === NONE) this.tails[owner] = previous;
    else this.records.setInt(next, this.previousField, previous);
  }

  clear(): void {
    this.heads.fill(NONE);
    this.tails.fill(NONE);
  }
}
