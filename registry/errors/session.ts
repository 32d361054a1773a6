import { errorEntries } from './entry.js';

/** Wire numbers 150–199. */
export const sessionErrors = errorEntries({});
