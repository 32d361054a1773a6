import { errorEntries } from './entry.js';

/** Wire numbers 700–749. */
export const operatorErrors = errorEntries({});
