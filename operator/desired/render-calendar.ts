import { type CalendarSpec, minuteOfClock, weekdayNumber } from '../api/index.js';
import type { CalendarConfiguration, Weekday } from './node-configuration.js';

/** Calendar of a Region → calendar of a node: one entry a day, sorted, minutes since local midnight. */
export function renderCalendar(spec: CalendarSpec): CalendarConfiguration {
  const week = spec.week.flatMap((session) =>
    session.days.map((day) => ({
      day: weekdayNumber(day) as Weekday,
      openMinute: minuteOfClock(session.open),
      closeMinute: minuteOfClock(session.close),
    })),
  );
  return {
    name: spec.name,
    timeZone: spec.timeZone,
    week: week.toSorted((a, b) => a.day - b.day || a.openMinute - b.openMinute),
    holidays: (spec.holidays ?? []).toSorted(),
    earlyCloses: (spec.earlyCloses ?? [])
      .map(({ date, close }) => ({ date, closeMinute: minuteOfClock(close) }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}
