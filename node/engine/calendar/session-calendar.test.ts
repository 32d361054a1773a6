import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarSpec, SessionCalendar } from './index.js';

const us = (iso: string): number => Date.parse(iso) * 1000;
const iso = (instantUs: number | null): string | null => (instantUs === null ? null : new Date(instantUs / 1000).toISOString());
const weekdays = [1, 2, 3, 4, 5];

function aCalendar(more: Partial<CalendarSpec> = {}): SessionCalendar {
  const week = weekdays.map((day) => ({ day, openMinute: 9 * 60, closeMinute: 17 * 60 + 30 }));
  return new SessionCalendar({ timeZone: 'Europe/Paris', week, holidays: [], earlyCloses: [], ...more });
}

/** One session every day of the week. */
const daily = (openMinute: number, closeMinute: number): CalendarSpec['week'] =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, openMinute, closeMinute }));

function stateAt(calendar: SessionCalendar, at: string): [boolean, string | null] {
  const { open, nextChangeUs } = calendar.at(us(at));
  return [open, iso(nextChangeUs)];
}

describe('sessions of an ordinary week', () => {
  test('before, in and after a session, the next change is its opening, its close, and the opening of the next day', () => {
    const calendar = aCalendar();
    expect(stateAt(calendar, '2024-06-04T06:59:59.999Z')).toEqual([false, '2024-06-04T07:00:00.000Z']);
    expect(stateAt(calendar, '2024-06-04T07:00:00.000Z')).toEqual([true, '2024-06-04T15:30:00.000Z']);
    expect(stateAt(calendar, '2024-06-04T15:30:00.000Z')).toEqual([false, '2024-06-05T07:00:00.000Z']);
  });

  test('after Friday comes Monday', () => {
    expect(stateAt(aCalendar(), '2024-06-07T20:00:00Z')).toEqual([false, '2024-06-10T07:00:00.000Z']);
  });

  test('a holiday has no session, an early close cuts one', () => {
    const calendar = aCalendar({ holidays: ['2024-12-25'], earlyCloses: [{ date: '2024-12-24', closeMinute: 14 * 60 + 5 }] });
    expect(stateAt(calendar, '2024-12-24T09:00:00Z')).toEqual([true, '2024-12-24T13:05:00.000Z']);
    expect(stateAt(calendar, '2024-12-24T13:05:00Z')).toEqual([false, '2024-12-26T08:00:00.000Z']);
  });

  test('a lunch break closes and opens again', () => {
    const week = [
      { day: 1, openMinute: 540, closeMinute: 690 },
      { day: 1, openMinute: 750, closeMinute: 900 },
    ];
    const calendar = aCalendar({ timeZone: 'Asia/Tokyo', week });
    expect(stateAt(calendar, '2024-06-03T02:00:00Z')).toEqual([true, '2024-06-03T02:30:00.000Z']);
    expect(stateAt(calendar, '2024-06-03T02:30:00Z')).toEqual([false, '2024-06-03T03:30:00.000Z']);
  });

  test('a session to midnight and one from midnight are one session', () => {
    const week = [
      { day: 1, openMinute: 1320, closeMinute: 1440 },
      { day: 2, openMinute: 0, closeMinute: 120 },
    ];
    expect(stateAt(aCalendar({ week }), '2024-06-03T21:00:00Z')).toEqual([true, '2024-06-04T00:00:00.000Z']);
  });

  test('a session to midnight ends there when the next day is a holiday', () => {
    const calendar = aCalendar({ week: daily(0, 1440), holidays: ['2024-06-04'] });
    expect(stateAt(calendar, '2024-06-03T12:00:00Z')).toEqual([true, '2024-06-03T22:00:00.000Z']);
    expect(stateAt(calendar, '2024-06-04T12:00:00Z')).toEqual([false, '2024-06-04T22:00:00.000Z']);
  });

  test('always open and never open have no next change', () => {
    expect(aCalendar({ week: daily(0, 1440) }).at(us('2024-06-03T12:00:00Z'))).toEqual({ open: true, nextChangeUs: null });
    expect(aCalendar({ week: [] }).at(us('2024-06-03T12:00:00Z'))).toEqual({ open: false, nextChangeUs: null });
  });
});

describe('daylight saving', () => {
  test('the same local opening is another instant before and after Paris sets its clocks forward', () => {
    expect(stateAt(aCalendar(), '2024-03-29T20:00:00Z')).toEqual([false, '2024-04-01T07:00:00.000Z']);
    expect(stateAt(aCalendar(), '2024-03-28T20:00:00Z')).toEqual([false, '2024-03-29T08:00:00.000Z']);
  });

  test('New York changes two weeks before Paris', () => {
    const newYork = aCalendar({ timeZone: 'America/New_York', week: daily(570, 960) });
    expect(stateAt(newYork, '2024-03-09T22:00:00Z')).toEqual([false, '2024-03-10T13:30:00.000Z']);
    expect(stateAt(newYork, '2024-03-08T22:00:00Z')).toEqual([false, '2024-03-09T14:30:00.000Z']);
    expect(stateAt(newYork, '2024-11-02T22:00:00Z')).toEqual([false, '2024-11-03T14:30:00.000Z']);
  });

  test('a day of 23 hours and one of 25 are open all their hours', () => {
    const calendar = aCalendar({ week: daily(60, 1380) });
    expect(stateAt(calendar, '2024-03-31T00:00:00Z')).toEqual([true, '2024-03-31T21:00:00.000Z']);
    expect(stateAt(calendar, '2024-10-26T23:00:00Z')).toEqual([true, '2024-10-27T22:00:00.000Z']);
  });

  test('an opening that does not exist moves on by the length of the gap', () => {
    // Paris, 2024-03-31: 02:00 to 03:00 is skipped at 01:00Z.
    expect(stateAt(aCalendar({ week: daily(150, 600) }), '2024-03-31T00:59:00Z')).toEqual([false, '2024-03-31T01:30:00.000Z']);
    // New York, 2024-03-10: 02:00 to 03:00 is skipped at 07:00Z.
    const newYork = aCalendar({ timeZone: 'America/New_York', week: daily(150, 600) });
    expect(stateAt(newYork, '2024-03-10T06:59:00Z')).toEqual([false, '2024-03-10T07:30:00.000Z']);
  });

  test('a session that lies within the gap keeps its length after it', () => {
    const calendar = aCalendar({ week: daily(125, 175) });
    expect(stateAt(calendar, '2024-03-31T00:59:00Z')).toEqual([false, '2024-03-31T01:05:00.000Z']);
    expect(stateAt(calendar, '2024-03-31T01:05:00Z')).toEqual([true, '2024-03-31T01:55:00.000Z']);
  });

  test('a local time that comes twice is its first occurrence', () => {
    // Paris, 2024-10-27: 02:30 is at 00:30Z and at 01:30Z.
    const opening = aCalendar({ week: daily(150, 600) });
    expect(stateAt(opening, '2024-10-27T00:00:00Z')).toEqual([false, '2024-10-27T00:30:00.000Z']);
    const close = aCalendar({ week: daily(60, 150) });
    expect(stateAt(close, '2024-10-27T00:00:00Z')).toEqual([true, '2024-10-27T00:30:00.000Z']);
    expect(stateAt(close, '2024-10-27T01:15:00Z')).toEqual([false, '2024-10-28T00:00:00.000Z']);
    // New York, 2024-11-03: 01:30 is at 05:30Z and at 06:30Z.
    const newYork = aCalendar({ timeZone: 'America/New_York', week: daily(90, 600) });
    expect(stateAt(newYork, '2024-11-03T05:00:00Z')).toEqual([false, '2024-11-03T05:30:00.000Z']);
  });

  test('at the change that is announced the state is the other one, and it was not before, whatever the calendar', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Havana', 'UTC');
    const session = fc.record({ day: fc.nat(6), openMinute: fc.nat(1439), minutes: fc.integer({ min: 1, max: 1440 }) });
    fc.assert(
      fc.property(
        zones,
        fc.array(session, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 366 * 24 * 60 }),
        (timeZone, drafts, minute) => {
          const calendar = aCalendar({ timeZone, week: arranged(drafts) });
          const nowUs = us('2024-01-01T00:00:00Z') + minute * 60_000_000;
          const { open, nextChangeUs } = calendar.at(nowUs);
          if (nextChangeUs === null) return;
          expect(nextChangeUs).toBeGreaterThan(nowUs);
          expect(calendar.at(nextChangeUs).open).toBe(!open);
          expect(calendar.at(nextChangeUs - 1000)).toEqual({ open, nextChangeUs });
          expect(calendar.at(nowUs + Math.floor((nextChangeUs - nowUs) / 2_000_000) * 1_000_000)).toEqual({ open, nextChangeUs });
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** Sorted, overlaps left out. */
function arranged(drafts: readonly { day: number; openMinute: number; minutes: number }[]): CalendarSpec['week'] {
  const sessions = drafts.map((d) => ({ day: d.day, openMinute: d.openMinute, closeMinute: Math.min(1440, d.openMinute + d.minutes) }));
  sessions.sort((a, b) => a.day - b.day || a.openMinute - b.openMinute);
  let before = -1;
  return sessions.filter((s) => {
    const isFree = s.day * 1440 + s.openMinute >= before;
    if (isFree) before = s.day * 1440 + s.closeMinute;
    return isFree;
  });
}

describe('calendars that make no sense', () => {
  const bad: [string, Partial<CalendarSpec>][] = [
    ['an unknown time zone', { timeZone: 'Europe/Atlantis' }],
    ['a session that ends before it begins', { week: [{ day: 1, openMinute: 600, closeMinute: 600 }] }],
    ['a minute that no day has', { week: [{ day: 1, openMinute: 0, closeMinute: 1441 }] }],
    ['a day that no week has', { week: [{ day: 7, openMinute: 0, closeMinute: 10 }] }],
    [
      'sessions that overlap',
      {
        week: [
          { day: 1, openMinute: 0, closeMinute: 10 },
          { day: 1, openMinute: 9, closeMinute: 20 },
        ],
      },
    ],
    ['a date that does not exist', { holidays: ['2023-02-29'] }],
    ['an early close at minute −1', { earlyCloses: [{ date: '2024-01-02', closeMinute: -1 }] }],
  ];
  test.each(bad)('%s is refused', (_what, spec) => {
    expect(() => aCalendar(spec)).toThrow(expect.objectContaining({ code: 'RELAIS_E_CALENDAR' }));
  });
});
