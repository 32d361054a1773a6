import { errorEntries } from './entry.js';

/** Wire numbers 700–749. */
export const operatorErrors = errorEntries({
  RELAIS_E_CEL: {
    text: 'A validation rule cannot be evaluated.',
    remedy: 'Correct the value that the message names; if the rule itself is at fault, report it.',
  },
  RELAIS_E_RESOURCE_FILE: {
    text: 'A file of resources cannot be read.',
    remedy: 'Correct it at the line that is named; docs/resources.md shows what is expected.',
  },
  RELAIS_E_KEYS_DAMAGED: {
    text: 'A file of keys is damaged or was not written by Relais.',
    remedy: 'Restore it from a backup. Without one, move it away: new keys are made, and partners need their new credentials.',
  },
  RELAIS_E_KEYS_GENERATION: {
    text: 'A set of keys is older than the one that is present.',
    remedy: 'Nothing was written. Look for a second program that manages the same keys.',
  },
});
