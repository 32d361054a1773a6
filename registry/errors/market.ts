import { errorEntries } from './entry.js';

/** Wire numbers 450–499. */
export const marketErrors = errorEntries({});
