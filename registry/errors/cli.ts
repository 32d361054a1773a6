import { errorEntries } from './entry.js';

/** Wire numbers 650–699. */
export const cliErrors = errorEntries({});
