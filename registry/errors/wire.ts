import { errorEntries } from './entry.js';

/** Wire numbers 100–149. */
export const wireErrors = errorEntries({});
