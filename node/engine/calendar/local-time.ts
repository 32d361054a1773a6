/**
 * Local time of an IANA time zone, both ways, by the rules that Intl knows. A local time is written as the milliseconds that it would be
 * in UTC ("wall").
 */
import { RelaisError } from '../../../registry/index.js';

const DAY_MS = 86_400_000;

export class LocalTime {
  private readonly format: Intl.DateTimeFormat;

  /** Errors: RELAIS_E_CALENDAR when the zone is not known. */
  constructor(timeZone: string) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    try {
      this.format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...fields });
    } catch (error) {
      throw new RelaisError('RELAIS_E_CALENDAR', `time zone ${timeZone}`, { cause: error });
    }
  }

  /** Wall time at an instant, both in ms. */
  wallAt(instantMs: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(instantMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const milliseconds = ((instantMs % 1000) + 1000) % 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
  }

  /**
   * The instant of a wall time. One that comes twice, when clocks are set back, is the first of the two; one that does not exist, when
   * they are set forward, moves on by the length of the gap (what Temporal calls "compatible").
   */
  instantOf(wallMs: number): number {
    const offsetBefore = this.offsetAt(wallMs - DAY_MS);
    const offsetAfter = this.offsetAt(wallMs + DAY_MS);
    const byBefore = wallMs - offsetBefore;
    if (offsetBefore === offsetAfter || this.wallAt(byBefore) === wallMs) return byBefore;
    const byAfter = wallMs - offsetAfter;
    return this.wallAt(byAfter) === wallMs ? byAfter : byBefore;
  }

  private offsetAt(instantMs: number): number {
    return this.wallAt(instantMs) - instantMs;
  }
}
