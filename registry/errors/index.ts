import { accessErrors } from './access.js';
import { auditErrors } from './audit.js';
import { cliErrors } from './cli.js';
import { clientErrors } from './client.js';
import { engineErrors } from './engine.js';
import { generalErrors } from './general.js';
import { logErrors } from './log.js';
import { marketErrors } from './market.js';
import { operatorErrors } from './operator.js';
import { serverErrors } from './server.js';
import { sessionErrors } from './session.js';
import { toolErrors } from './tools.js';
import { transportErrors } from './transport.js';
import { wireErrors } from './wire.js';

export type { ErrorEntry } from './entry.js';

/**
 * The one registry of coded errors, one file a room. Code throws by key, docs/errors.md is generated from here, tests name the key.
 */
export const ERRORS = {
  ...generalErrors,
  ...wireErrors,
  ...sessionErrors,
  ...transportErrors,
  ...engineErrors,
  ...logErrors,
  ...auditErrors,
  ...marketErrors,
  ...accessErrors,
  ...serverErrors,
  ...clientErrors,
  ...cliErrors,
  ...operatorErrors,
  ...toolErrors,
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** The one error class. `detail` holds the particulars (file, line, value); it never holds key material. */
export class RelaisError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    super(detail === '' ? `${code}: ${ERRORS[code].text}` : `${code}: ${ERRORS[code].text} ${detail}`, options);
    this.name = 'RelaisError';
    this.code = code;
    this.detail = detail;
  }
}

/** Stays on in production: an impossible state ends in a coded error, never in a guess. */
export function assert(condition: unknown, code: ErrorCode, detail = ''): asserts condition {
  if (!condition) throw new RelaisError(code, detail);
}
