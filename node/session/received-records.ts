import { RECORD_WINDOW } from '../wire/index.js';

export interface RecordRange {
  first: number;
  count: number;
}

/** Which record numbers have arrived: all up to `through`, and some up to `highest` (a bit each, at most RECORD_WINDOW ahead). */
export class ReceivedRecords {
  through = 0;
  highest = 0;
  private readonly flags = new Uint8Array(RECORD_WINDOW);

  has(number: number): boolean {
    return number <= this.through || (number <= this.highest && this.flags[number & (RECORD_WINDOW - 1)] !== 0);
  }

  /** A peer that keeps to the window never has a record this far ahead. */
  isTooFarAhead(number: number): boolean {
    return number - this.through >= RECORD_WINDOW;
  }

  /** Enters a number that `has` denies and that is not too far ahead. */
  add(number: number): void {
    if (number > this.highest) this.highest = number;
    if (number !== this.through + 1) {
      this.flags[number & (RECORD_WINDOW - 1)] = 1;
      return;
    }
    let through = number;
    while (through < this.highest && this.flags[(through + 1) & (RECORD_WINDOW - 1)] !== 0) {
      through += 1;
      this.flags[through & (RECORD_WINDOW - 1)] = 0;
    }
    this.through = through;
  }

  get hasGap(): boolean {
    return this.through < this.highest;
  }

  /** Missing numbers above `after` and below `highest`, as ranges, at most `maxRanges` of them. */
  missing(after: number, maxRanges: number): RecordRange[] {
    const ranges: RecordRange[] = [];
    let last: RecordRange | null = null;
    for (let number = Math.max(after, this.through) + 1; number < this.highest; number += 1) {
      if (this.flags[number & (RECORD_WINDOW - 1)] !== 0) last = null;
      else if (last !== null) last.count += 1;
      else {
        if (ranges.length === maxRanges) break;
        last = { first: number, count: 1 };
        ranges.push(last);
      }
    }
    return ranges;
  }
}
