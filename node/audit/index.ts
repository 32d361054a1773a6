/**
 * The audit trail's side of a node: what is recorded, and the durable, bounded outbox that keeps it until the ledger has it.
 *
 * Lives here: events, their bytes, the outbox. Must not live here: who decides what follows from a full outbox (the server), the ledger and
 * its proofs, clocks.
 */
export { type AuditEvent, decodeAuditEvent, encodeAuditEvent } from './events.js';
export { AuditOutbox, type AuditOutboxOptions, type AuditPort, type AuditRecord } from './outbox.js';
