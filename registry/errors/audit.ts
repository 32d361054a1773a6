import { errorEntries } from './entry.js';

/** Wire numbers 400–449. */
export const auditErrors = errorEntries({
  RELAIS_E_AUDIT_FULL: {
    text: 'The outbox of the audit trail is full.',
    remedy: 'The record was not taken. Bring its consumer back or raise auditOutboxBytes; until then what must be audited is refused.',
    wire: 400,
  },
  RELAIS_E_AUDIT_MALFORMED: {
    text: 'An audit record in the outbox cannot be read.',
    remedy: 'The folder was written by another version or changed by hand; keep it as evidence and report it.',
  },
});
