/** Part of Region: trading sessions. */
import { clockTime, localDate } from './fields.js';
import { describe } from './schema.js';

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const calendar = describe({
  type: 'object',
  doc: 'Trading sessions in the local time of a time zone; daylight saving follows from the zone.',
  required: ['name', 'timeZone', 'week'],
  properties: {
    name: {
      type: 'string',
      doc: 'Name that instruments refer to.',
      maxLength: 63,
      minLength: 1,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    },
    timeZone: { type: 'string', doc: 'IANA time zone, such as Europe/Paris.', maxLength: 64, minLength: 1, pattern: '^[A-Za-z0-9_+/-]+$' },
    week: {
      type: 'array',
      doc: 'Sessions of a week. A session that ends at 24:00 and one that starts at 00:00 of the next day are one session.',
      list: 'atomic',
      minItems: 1,
      maxItems: 28,
      items: {
        type: 'object',
        doc: 'A session on one or more days.',
        required: ['days', 'open', 'close'],
        properties: {
          days: {
            type: 'array',
            doc: 'Days on which it takes place.',
            list: 'set',
            minItems: 1,
            maxItems: 7,
            items: { type: 'string', doc: 'Day.', maxLength: 9, enum: WEEKDAYS },
          },
          open: clockTime('Start, HH:MM.'),
          close: clockTime('End, HH:MM; 24:00 is the end of the day.'),
        },
        rules: [
          {
            rule: 'self.open < self.close',
            message: 'a session must open before it closes; split one that crosses midnight at 24:00 / 00:00',
          },
        ],
      },
    },
    holidays: {
      type: 'array',
      doc: 'Local dates without any session.',
      list: 'set',
      maxItems: 400,
      items: localDate('Date, YYYY-MM-DD.'),
    },
    earlyCloses: {
      type: 'array',
      doc: 'Local dates on which sessions end earlier.',
      list: 'map',
      keys: ['date'],
      maxItems: 100,
      items: {
        type: 'object',
        doc: 'A short day.',
        required: ['date', 'close'],
        properties: { date: localDate('Date, YYYY-MM-DD.'), close: clockTime('Sessions of that day are cut here, HH:MM.') },
      },
    },
  },
});
