import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aFileSystem } from '../log/testing/a-log.js';
import type { PowerLossFileSystem } from '../log/testing/power-loss-file-system.js';
import { type AuditEvent, decodeAuditEvent, encodeAuditEvent } from './events.js';
import { AuditOutbox, type AuditOutboxOptions } from './outbox.js';

const open = (fileSystem: PowerLossFileSystem, over: Partial<AuditOutboxOptions> = {}): Promise<AuditOutbox> =>
  AuditOutbox.open({
    directory: '/disk/audit',
    region: 7,
    diskId: new Uint8Array(16).fill(1),
    outboxBytes: 3 * 131_072,
    segmentBytes: 131_072,
    fileSystem: fileSystem.process(),
    ...over,
  });

const denialAt = (timeUs: number): AuditEvent => ({
  type: 'denial',
  timeUs,
  partner: 4,
  session: 9,
  what: 'orders',
  code: 'RELAIS_E_INTERNAL',
});

async function times(outbox: AuditOutbox, after?: number): Promise<number[]> {
  const found: number[] = [];
  for await (const record of outbox.read(after)) found.push(record.event.timeUs);
  return found;
}

describe('the audit outbox', () => {
  test('keeps records durably and in order until they are acknowledged', async () => {
    const fileSystem = aFileSystem(1);
    const first = await open(fileSystem);
    for (let timeUs = 1; timeUs <= 10; timeUs += 1) expect(first.record(denialAt(timeUs))).toBe(timeUs);
    await first.whenDurable(10);
    fileSystem.losePower();
    const second = await open(fileSystem);
    expect(await times(second)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await second.acknowledge(4);
    expect(await times(second)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(second.waiting).toBe(6);
    await second.close();
  });

  test('refuses when it is full, says so, and takes records again after an acknowledgement', async () => {
    const refused: string[] = [];
    const outbox = await open(aFileSystem(2), { refused: (_event, code) => refused.push(code) });
    let taken = 0;
    for (let number = outbox.record(denialAt(1)); number > 0; number = outbox.record(denialAt(1))) {
      taken = number;
      if (taken % 20 === 0) await outbox.whenDurable(taken);
    }
    expect(refused).toEqual(['RELAIS_E_AUDIT_FULL']);
    expect(outbox.isFull).toBe(true);
    expect(outbox.bytes).toBeLessThanOrEqual(3 * 131_072);
    expect(taken).toBeGreaterThan(500);
    await outbox.whenDurable(taken);
    await outbox.acknowledge(taken);
    expect(outbox.isFull).toBe(false);
    expect(outbox.record(denialAt(2))).toBe(taken + 1);
    expect(await times(outbox)).toEqual([2]);
    await outbox.close();
  });

  test('refuses instead of throwing when the disk is full or fails', async () => {
    const fileSystem = aFileSystem(3, 2 * 131_072);
    const refused: string[] = [];
    const outbox = await open(fileSystem, { outboxBytes: 100 * 131_072, refused: (_event, code) => refused.push(code) });
    for (let number = 1; number > 0; ) {
      number = outbox.record(denialAt(1));
      if (number % 20 === 0) await outbox.whenDurable(number);
    }
    expect(refused).toEqual(['RELAIS_E_DISK_FULL']);
    fileSystem.capacityBytes = 100 * 131_072;
    outbox.tick();
    await new Promise((resolve) => setTimeout(resolve, 20));
    fileSystem.failOnce('durableWrite', 'EIO');
    const number = outbox.record(denialAt(2));
    await expect(outbox.whenDurable(number)).rejects.toThrow('RELAIS_E_LOG_WRITE_FAILED');
    expect(outbox.record(denialAt(3))).toBe(0);
    expect(refused.at(-1)).toBe('RELAIS_E_LOG_WRITE_FAILED');
  });
});

describe('audit events', () => {
  const events: AuditEvent[] = [
    {
      type: 'authentication',
      timeUs: 1,
      partner: 0,
      session: 2,
      isAccepted: false,
      code: 'RELAIS_E_INTERNAL',
      keyFingerprint: 'ab12',
      address: '::1',
    },
    { type: 'request', timeUs: 1, partner: 3, session: 2, what: 'subscribe quotes', instrument: 65_537 },
    denialAt(5),
    { type: 'keyChange', timeUs: 1, schedule: 'transport', generation: 4, what: 'activated' },
    { type: 'roleChange', timeUs: 1, partner: 3, permissionsBefore: 1, permissionsAfter: 3 },
    { type: 'orderRange', timeUs: 1, region: 7, epoch: 2, firstSeq: 10, lastSeq: 19, count: 10, hash: '00ff' },
  ];

  test.each(events)('$type comes back as it was', (event) => {
    expect(decodeAuditEvent(encodeAuditEvent(event))).toEqual(event);
  });

  test('bytes that are no event get a coded error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          expect(() => decodeAuditEvent(bytes)).toThrow('RELAIS_E_AUDIT_MALFORMED');
        },
      ),
    );
    for (const event of events) {
      const { timeUs: _, ...without } = event;
      expect(() => decodeAuditEvent(new TextEncoder().encode(JSON.stringify(without)))).toThrow('RELAIS_E_AUDIT_MALFORMED');
      expect(() => decodeAuditEvent(new TextEncoder().encode(JSON.stringify({ ...event, more: 1 })))).toThrow('RELAIS_E_AUDIT_MALFORMED');
    }
  });
});
