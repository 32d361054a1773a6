/** Session calendars: when an instrument opens and closes next. Pure; reads no clock and knows nothing of the engine. */
export { type CalendarSpec, SessionCalendar, type SessionState } from './session-calendar.js';
