import { errorEntries } from './entry.js';

/** Wire numbers 300–349. */
export const engineErrors = errorEntries({});
