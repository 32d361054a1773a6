import { errorEntries } from './entry.js';

/** Wire numbers 1–99. */
export const generalErrors = errorEntries({
  RELAIS_E_INTERNAL: {
    text: 'An invariant of the program does not hold.',
    remedy: 'This is a defect: report it with the log lines before it. The process ends rather than guess.',
    wire: 1,
  },
  RELAIS_E_CONFIGURATION: {
    text: 'A configuration value is missing, malformed or outside its limits.',
    remedy: 'Correct the named setting; docs/configuration.md lists type, unit, default and limits.',
  },
});
