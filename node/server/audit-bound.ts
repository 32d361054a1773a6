/**
 * Keeps the audit outbox from ending all trading while no ledger takes its records: from three quarters of its bytes on the oldest quarter goes,
 * and it is said. With auditRefusesWhenFull nothing goes, and commands are refused once the outbox is full.
 */
import type { Settings } from '../../registry/index.js';
import type { AuditOutbox } from '../audit/index.js';
import type { Logger } from './logger.js';

const FULL_SHARE = 0.75;
const DROPPED_SHARE = 0.25;

export class AuditBound {
  readonly #outbox: AuditOutbox;
  readonly #settings: Pick<Settings, 'auditOutboxBytes' | 'auditRefusesWhenFull'>;
  readonly #log: Pick<Logger, 'warn'>;
  #dropping: Promise<void> | null = null;

  constructor(outbox: AuditOutbox, settings: Pick<Settings, 'auditOutboxBytes' | 'auditRefusesWhenFull'>, log: Pick<Logger, 'warn'>) {
    this.#outbox = outbox;
    this.#settings = settings;
    this.#log = log;
  }

  /** Called now and then; resolves when what had to go is gone. Errors: those of AuditOutbox.acknowledge. */
  look(): Promise<void> {
    const { auditOutboxBytes, auditRefusesWhenFull } = this.#settings;
    if (this.#dropping !== null) return this.#dropping;
    if (auditRefusesWhenFull || this.#outbox.bytes < auditOutboxBytes * FULL_SHARE) return Promise.resolve();
    const { acknowledgedNumber, waiting } = this.#outbox;
    const upTo = acknowledgedNumber + Math.ceil(waiting * DROPPED_SHARE);
    this.#log.warn({ upTo, waiting }, 'no ledger takes the audit records: the oldest are dropped');
    this.#dropping = this.#outbox.acknowledge(upTo).finally(() => {
      this.#dropping = null;
    });
    return this.#dropping;
  }
}
