import { errorEntries } from './entry.js';

/** Wire numbers 600–649. */
export const clientErrors = errorEntries({});
