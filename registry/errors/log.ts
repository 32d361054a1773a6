import { errorEntries } from './entry.js';

/** Wire numbers 350–399. */
export const logErrors = errorEntries({});
