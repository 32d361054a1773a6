import { errorEntries } from './entry.js';

/** Wire numbers 200–249. */
export const transportErrors = errorEntries({});
