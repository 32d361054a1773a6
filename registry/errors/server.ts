import { errorEntries } from './entry.js';

/** Wire numbers 550–599. */
export const serverErrors = errorEntries({
  RELAIS_E_UNKNOWN_INSTRUMENT: {
    text: 'No instrument with that number is known here.',
    remedy: 'Ask for the instruments of the region (InstrumentsRequest) and use a number from there.',
    wire: 550,
  },
  RELAIS_E_NOT_FOUND: {
    text: 'What was asked for is not known.',
    remedy: 'Check the identifier. Orders are remembered while they are open, and their client order id until acceptUntil has passed.',
    wire: 551,
  },
  RELAIS_E_TOO_MANY_REQUESTS: {
    text: 'The session has more requests open than it may.',
    remedy: 'Wait for answers before asking again.',
    wire: 552,
  },
  RELAIS_E_SHUTTING_DOWN: {
    text: 'The server is being stopped.',
    remedy: 'Connect again; the client does so by itself.',
    wire: 553,
  },
  RELAIS_E_POSITION_AHEAD: {
    text: 'The position that was asked for is ahead of what is committed here.',
    remedy: 'Ask for the position of the region first. A position from another epoch or region does not fit.',
    wire: 554,
  },
  RELAIS_E_POSITION_REMOVED: {
    text: 'The position that was asked for is older than what is kept.',
    remedy: 'Ask from position 0 for everything that is kept, and reconcile with the state of the open orders.',
    wire: 555,
  },
});
