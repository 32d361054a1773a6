import { RelaisError } from '../../registry/index.js';

/**
 * What is audited. Times are microseconds since the Unix epoch, given by whoever records. Partners and sessions are numbers: names and
 * addresses of people do not belong here.
 */
export type AuditEvent =
  | {
      type: 'authentication';
      timeUs: number;
      /** Number of the partner that the static key names; 0 when it is unknown. */
      partner: number;
      session: number;
      isAccepted: boolean;
      /** Coded error of a refusal, '' when accepted. */
      code: string;
      /** First bytes of the SHA-256 of the peer's static key, hexadecimal. */
      keyFingerprint: string;
      address: string;
    }
  | { type: 'request'; timeUs: number; partner: number; session: number; what: string; instrument: number }
  | { type: 'denial'; timeUs: number; partner: number; session: number; what: string; code: string }
  | { type: 'keyChange'; timeUs: number; schedule: string; generation: number; what: 'published' | 'activated' | 'retired' | 'revoked' }
  | { type: 'roleChange'; timeUs: number; partner: number; permissionsBefore: number; permissionsAfter: number }
  | {
      /** All commands of a range of the log in one record: their hash proves them, so none of them is repeated here. */
      type: 'orderRange';
      timeUs: number;
      region: number;
      epoch: number;
      firstSeq: number;
      lastSeq: number;
      count: number;
      /** Hash of the log's chain after lastSeq, hexadecimal. */
      hash: string;
    };

const FIELDS: Readonly<Record<AuditEvent['type'], Readonly<Record<string, 'number' | 'string' | 'boolean'>>>> = {
  authentication: {
    partner: 'number',
    session: 'number',
    isAccepted: 'boolean',
    code: 'string',
    keyFingerprint: 'string',
    address: 'string',
  },
  request: { partner: 'number', session: 'number', what: 'string', instrument: 'number' },
  denial: { partner: 'number', session: 'number', what: 'string', code: 'string' },
  keyChange: { schedule: 'string', generation: 'number', what: 'string' },
  roleChange: { partner: 'number', permissionsBefore: 'number', permissionsAfter: 'number' },
  orderRange: { region: 'number', epoch: 'number', firstSeq: 'number', lastSeq: 'number', count: 'number', hash: 'string' },
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A record on the disk and on its way to the consumer: the event as JSON in UTF-8, keys as above. */
export const encodeAuditEvent = (event: AuditEvent): Uint8Array => encoder.encode(JSON.stringify(event));

/** Errors: RELAIS_E_AUDIT_MALFORMED for anything that is not an event with exactly its fields. */
export function decodeAuditEvent(bytes: Uint8Array): AuditEvent {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new RelaisError('RELAIS_E_AUDIT_MALFORMED', 'no JSON', { cause: error });
  }
  if (!isAuditEvent(value)) throw new RelaisError('RELAIS_E_AUDIT_MALFORMED', 'fields');
  return value;
}

function isAuditEvent(value: unknown): value is AuditEvent {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  const { type } = record;
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type) || typeof record.timeUs !== 'number') return false;
  const fields = Object.entries(FIELDS[type as AuditEvent['type']]);
  return Object.keys(record).length === fields.length + 2 && fields.every(([name, kind]) => typeof record[name] === kind);
}
