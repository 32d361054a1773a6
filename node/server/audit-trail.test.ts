import { describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '../audit/index.js';
import { AuditTrail } from './audit-trail.js';
import type { ClientSession } from './client-session.js';

function aTrail() {
  const events: AuditEvent[] = [];
  const clock = { us: 1_000_000_000 };
  const port = { isFull: false, record: (event: AuditEvent) => events.push(event) };
  return { trail: new AuditTrail(port, () => clock.us), events, clock };
}

const stranger = { partner: 0, session: 0, code: 'RELAIS_E_UNKNOWN_PARTNER', publicKey: null, address: '192.0.2.1' } as const;

describe('the audit trail', () => {
  test('records refused strangers, but lets no flood of them fill the outbox', () => {
    const { trail, events, clock } = aTrail();
    for (let i = 0; i < 5_000; i++) trail.authentication(stranger);
    expect(events).toHaveLength(200);
    expect(trail.strangersUnrecorded).toBe(4_800);
    clock.us += 1_000_000;
    for (let i = 0; i < 5_000; i++) trail.authentication(stranger);
    expect(events).toHaveLength(210);
  });

  test('records every attempt of a known partner, flood or not', () => {
    const { trail, events } = aTrail();
    for (let i = 0; i < 1_000; i++) trail.authentication(stranger);
    trail.authentication({ ...stranger, partner: 7, session: 1, code: null });
    expect(events.at(-1)).toMatchObject({ type: 'authentication', partner: 7, isAccepted: true });
  });

  test('records many reads of quotes in one record, and none where there were none', () => {
    const { trail, events } = aTrail();
    const session = { peer: { number: 3 }, number: 9, quoteReads: 42 } as unknown as ClientSession;
    trail.quoteReads(session);
    trail.quoteReads(session);
    expect(events).toEqual([expect.objectContaining({ type: 'request', partner: 3, session: 9, what: 'QuoteRequest, 42 times' })]);
  });

  test('names a key by its fingerprint, never by itself', () => {
    const { trail, events } = aTrail();
    const publicKey = new Uint8Array(32).fill(7);
    trail.authentication({ ...stranger, publicKey });
    expect(JSON.stringify(events)).not.toContain(Buffer.from(publicKey).toString('base64').slice(0, 12));
    expect(events[0]).toHaveProperty('keyFingerprint', expect.stringMatching(/^[0-9a-f]{16}$/));
  });
});
