import { errorEntries } from './entry.js';

/** Wire numbers 400–449. */
export const auditErrors = errorEntries({});
