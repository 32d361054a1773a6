/**
 * When an instrument is open: weekly sessions in local time, holidays, early closes, daylight saving by the time zone. Pure: the time comes
 * in, the next change goes out, and whoever asked writes a CalendarTick into the log when that has come.
 */
import { RelaisError } from '../../../registry/index.js';
import { LocalTime } from './local-time.js';

/** Sessions in local time; minutes count from midnight, 0 to 1,440. A session to 1,440 and one from 0 of the next day are one. */
export interface CalendarSpec {
  readonly timeZone: string;
  /** 0 is Sunday. Sorted by day and time, not overlapping. */
  readonly week: readonly { readonly day: number; readonly openMinute: number; readonly closeMinute: number }[];
  /** Local dates (YYYY-MM-DD) without any session. */
  readonly holidays: readonly string[];
  /** Local dates whose sessions are cut at a minute. */
  readonly earlyCloses: readonly { readonly date: string; readonly closeMinute: number }[];
}

export interface SessionState {
  readonly open: boolean;
  /** When that changes, µs since the Unix epoch; null when it does not within the next 400 days. */
  readonly nextChangeUs: number | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LOOK_AHEAD_DAYS = 400;
const MINUTES_A_DAY = 1440;

export class SessionCalendar {
  private readonly spec: CalendarSpec;
  private readonly local: LocalTime;
  private readonly holidays: ReadonlySet<string>;
  private readonly earlyCloses: ReadonlyMap<string, number>;

  /** Errors: RELAIS_E_CALENDAR names the field that makes no sense. */
  constructor(spec: CalendarSpec) {
    checkWeek(spec);
    for (const date of [...spec.holidays, ...spec.earlyCloses.map((e) => e.date)]) checkDate(date);
    for (const { date, closeMinute } of spec.earlyCloses) checkMinute(closeMinute, `early close of ${date}`);
    this.spec = spec;
    this.local = new LocalTime(spec.timeZone);
    this.holidays = new Set(spec.holidays);
    this.earlyCloses = new Map(spec.earlyCloses.map((e) => [e.date, e.closeMinute]));
  }

  /** Whether it is open at `nowUs`, and when that changes. A session contains its opening instant and not its closing one. */
  at(nowUs: number): SessionState {
    const nowMs = nowUs / 1000;
    const today = Math.floor(this.local.wallAt(Math.floor(nowMs)) / DAY_MS);
    let openUntilMs: number | null = null;
    // From the day before: its last session may end after the present instant when clocks are set back at midnight.
    for (let day = today - 1; day <= today + LOOK_AHEAD_DAYS; day += 1) {
      for (const session of this.sessionsOf(day)) {
        if (session.closeMs <= nowMs) continue;
        if (openUntilMs !== null) {
          if (session.openMs > openUntilMs) return { open: true, nextChangeUs: openUntilMs * 1000 };
          openUntilMs = Math.max(openUntilMs, session.closeMs);
        } else if (session.openMs <= nowMs) {
          openUntilMs = session.closeMs;
        } else {
          return { open: false, nextChangeUs: session.openMs * 1000 };
        }
      }
      // A session that ends before the next day begins cannot be continued by that day.
      if (openUntilMs !== null && openUntilMs < this.local.instantOf((day + 1) * DAY_MS))
        return { open: true, nextChangeUs: openUntilMs * 1000 };
    }
    return { open: openUntilMs !== null, nextChangeUs: null };
  }

  /** Sessions of a local day (days since 1970-01-01) as instants. Those that daylight saving leaves empty are dropped. */
  private sessionsOf(day: number): { openMs: number; closeMs: number }[] {
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    if (this.holidays.has(date)) return [];
    const weekday = (((day + 4) % 7) + 7) % 7;
    const lastMinute = this.earlyCloses.get(date) ?? MINUTES_A_DAY;
    return this.spec.week
      .filter((session) => session.day === weekday && session.openMinute < lastMinute)
      .map((session) => ({
        openMs: this.local.instantOf(day * DAY_MS + session.openMinute * MINUTE_MS),
        closeMs: this.local.instantOf(day * DAY_MS + Math.min(session.closeMinute, lastMinute) * MINUTE_MS),
      }))
      .filter((session) => session.openMs < session.closeMs);
  }
}

function checkWeek(spec: CalendarSpec): void {
  let before = -1;
  for (const { day, openMinute, closeMinute } of spec.week) {
    const what = `session of day ${day} from minute ${openMinute} to ${closeMinute}`;
    if (!Number.isInteger(day) || day < 0 || day > 6) throw new RelaisError('RELAIS_E_CALENDAR', `week: day ${day}`);
    checkMinute(openMinute, what);
    checkMinute(closeMinute, what);
    const start = day * MINUTES_A_DAY + openMinute;
    if (openMinute >= closeMinute || start < before) throw new RelaisError('RELAIS_E_CALENDAR', `week: ${what}`);
    before = day * MINUTES_A_DAY + closeMinute;
  }
}

function checkMinute(minute: number, what: string): void {
  if (!Number.isInteger(minute) || minute < 0 || minute > MINUTES_A_DAY)
    throw new RelaisError('RELAIS_E_CALENDAR', `minute ${minute}: ${what}`);
}

function checkDate(date: string): void {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : null;
  const isReal = parsed !== null && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
  if (!isReal) throw new RelaisError('RELAIS_E_CALENDAR', `date ${date}`);
}
