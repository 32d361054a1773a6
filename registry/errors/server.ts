import { errorEntries } from './entry.js';

/** Wire numbers 550–599. */
export const serverErrors = errorEntries({});
