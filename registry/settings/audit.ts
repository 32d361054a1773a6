import { settingEntries } from './entry.js';

export const auditSettings = settingEntries({
  auditOutboxBytes: {
    type: 'integer',
    unit: 'bytes',
    default: 268_435_456,
    min: 16_777_216,
    max: 68_719_476_736,
    doc: 'Most that audit records may take on the disk until a ledger has taken them. What happens at the limit: auditRefusesWhenFull.',
  },
  auditRefusesWhenFull: {
    type: 'boolean',
    default: false,
    doc: 'Whether commands are refused with RELAIS_E_AUDIT_FULL when the audit outbox is full. Otherwise, while no ledger takes the records, the oldest quarter is dropped at three quarters of auditOutboxBytes, with a warning in the log.',
  },
  auditSegmentBytes: {
    type: 'integer',
    unit: 'bytes',
    default: 4_194_304,
    min: 1_048_576,
    max: 67_108_864,
    doc: 'Size of a segment file of the audit outbox; acknowledged records are removed a segment at a time.',
  },
});
