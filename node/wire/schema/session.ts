import type { MessageSpec } from './schema.js';

/** Messages that sessions exchange among themselves on the control channel (types 1–15). */
export const SESSION_MESSAGES: readonly MessageSpec[] = [];
