/**
 * The engine: instruments, order books, matching, duplicates, checkpoints, session calendars. Deterministic and single-writer: log entries
 * in, encoded execution reports and market data out. No clock, timer, file, socket or randomness in here; time comes with each entry.
 */
export { type CalendarSpec, SessionCalendar, type SessionState } from './calendar/index.js';
export type { HashKey } from './keyed-hash.js';
export { BEHAVIOUR_VERSION, MatchingEngine, type MatchingEngineOptions } from './matching-engine.js';
export type { EncodedMessage, EngineOutput, InstrumentState, OrderProcessor } from './order-processor.js';
