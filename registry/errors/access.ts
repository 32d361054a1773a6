import { errorEntries } from './entry.js';

/** Wire numbers 500–549. */
export const accessErrors = errorEntries({});
