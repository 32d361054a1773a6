/** What is wrong with a session calendar beyond its schema: unknown time zone, overlapping sessions, dates that do not exist. */
import { WEEKDAYS } from './calendar.js';
import type { Issue } from './issue.js';
import type { CalendarSpec } from './region.js';

/** Minutes since midnight of HH:MM. */
export const minuteOfClock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** Issues with paths relative to the calendar. */
export function calendarIssues(calendar: CalendarSpec): Issue[] {
  const issues: Issue[] = [];
  if (!isTimeZone(calendar.timeZone)) {
    issues.push({ path: ['timeZone'], rule: 'timeZone', message: `${calendar.timeZone} is no IANA time zone` });
  }
  issues.push(...overlaps(calendar));
  for (const [at, date] of (calendar.holidays ?? []).entries()) {
    if (!isDate(date)) issues.push({ path: ['holidays', at], rule: 'date', message: `${date} does not exist` });
  }
  for (const [at, { date }] of (calendar.earlyCloses ?? []).entries()) {
    if (!isDate(date)) issues.push({ path: ['earlyCloses', at, 'date'], rule: 'date', message: `${date} does not exist` });
  }
  return issues;
}

function overlaps({ week }: CalendarSpec): Issue[] {
  const issues: Issue[] = [];
  for (const [at, session] of week.entries()) {
    for (const earlier of week.slice(0, at)) {
      const day = session.days.find((candidate) => earlier.days.includes(candidate));
      if (day !== undefined && session.open < earlier.close && earlier.open < session.close) {
        issues.push({ path: ['week', at], rule: 'overlap', message: `overlaps the session ${earlier.open}–${earlier.close} on ${day}` });
      }
    }
  }
  return issues;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** 0 is Sunday. */
export const weekdayNumber = (name: (typeof WEEKDAYS)[number]): number => WEEKDAYS.indexOf(name);
