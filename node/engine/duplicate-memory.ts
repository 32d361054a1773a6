/**
 * When which client order id is forgotten. A record is remembered until its acceptUntil has passed, by the time in the log, and a second
 * more; then a repetition is refused as too late anyway. Records wait in a wheel of one-second buckets (Varghese and Lauck, 1987), so
 * remembering and forgetting cost the same however many there are.
 *
 * At each entry a few due records are forgotten, earliest first: a long quiet time makes no pause. Until its turn has come a record counts
 * as remembered, on every server alike.
 */
import { Int, NONE, type OrderRecords, Wide } from './order-records.js';

/** More than acceptUntil may be ahead, in seconds: the seconds that share a bucket are never mixed up. */
const BUCKETS = 512;

export class DuplicateMemory {
  private readonly records: OrderRecords;
  private readonly heads = new Int32Array(BUCKETS).fill(NONE);
  private readonly tails = new Int32Array(BUCKETS).fill(NONE);
  /** Second of the first record of each bucket; Infinity when it is empty. */
  private readonly seconds = new Float64Array(BUCKETS).fill(Number.POSITIVE_INFINITY);
  /** Smallest of `seconds`. */
  private earliestSecond = Number.POSITIVE_INFINITY;

  constructor(records: OrderRecords) {
    this.records = records;
  }

  /** `acceptUntilUs` lies at most 300 s after the time of the entry. */
  remember(slot: number, acceptUntilUs: number): void {
    this.append(slot, Math.floor(acceptUntilUs / 1_000_000) + 1);
  }

  append(slot: number, forgetAfterSecond: number): void {
    const bucket = forgetAfterSecond % BUCKETS;
    const tail = this.tails[bucket] as number;
    this.records.setWide(slot, Wide.forgetAfterSecond, forgetAfterSecond);
    this.records.setInt(slot, Int.memoryNext, NONE);
    this.tails[bucket] = slot;
    if (tail !== NONE) {
      this.records.setInt(tail, Int.memoryNext, slot);
      return;
    }
    this.heads[bucket] = slot;
    this.seconds[bucket] = forgetAfterSecond;
    this.earliestSecond = Math.min(this.earliestSecond, forgetAfterSecond);
  }

  /** Takes out the next record whose time is over at `nowUs`; −1 when there is none. */
  takeDue(nowUs: number): number {
    if (Math.floor(nowUs / 1_000_000) <= this.earliestSecond) return NONE;
    const bucket = this.earliestSecond % BUCKETS;
    const slot = this.heads[bucket] as number;
    const next = this.records.int(slot, Int.memoryNext);
    this.heads[bucket] = next;
    if (next === NONE) this.tails[bucket] = NONE;
    const second = next === NONE ? Number.POSITIVE_INFINITY : this.records.wide(next, Wide.forgetAfterSecond);
    this.seconds[bucket] = second;
    if (second !== this.earliestSecond) this.earliestSecond = this.smallestSecond();
    return slot;
  }

  /** First record of a bucket (0 to 511), for the checkpoint; go on with Int.memoryNext. */
  firstOf(bucket: number): number {
    return this.heads[bucket] as number;
  }

  get bucketCount(): number {
    return BUCKETS;
  }

  clear(): void {
    this.heads.fill(NONE);
    this.tails.fill(NONE);
    this.seconds.fill(Number.POSITIVE_INFINITY);
    this.earliestSecond = Number.POSITIVE_INFINITY;
  }

  private smallestSecond(): number {
    let smallest = Number.POSITIVE_INFINITY;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) smallest = Math.min(smallest, this.seconds[bucket] as number);
    return smallest;
  }
}
