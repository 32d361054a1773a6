import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AuditOutbox } from '../audit/index.js';
import { AuditBound } from './audit-bound.js';

const OUTBOX_BYTES = 1_048_576;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-bound-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Records until the outbox refuses or `most` are in; looks now and then, as a node does. */
async function fill(auditRefusesWhenFull: boolean, most: number) {
  const outbox = await AuditOutbox.open({
    directory: folder,
    region: 1,
    diskId: new Uint8Array(16),
    outboxBytes: OUTBOX_BYTES,
    segmentBytes: 131_072,
  });
  const said: string[] = [];
  const log = { warn: (_fields: unknown, text: string) => void said.push(text) } as unknown as ConstructorParameters<typeof AuditBound>[2];
  const bound = new AuditBound(outbox, { auditOutboxBytes: OUTBOX_BYTES, auditRefusesWhenFull }, log);
  let last = 0;
  for (let i = 0; i < most; i++) {
    const number = outbox.record({ type: 'request', timeUs: i, partner: 1, session: 1, what: 'x'.repeat(400), instrument: 0 });
    if (number === 0) break;
    last = number;
    if (i % 50 !== 0) continue;
    await outbox.whenDurable(number);
    outbox.tick();
    await bound.look();
  }
  const isFull = outbox.isFull;
  let first = 0;
  for await (const record of outbox.read()) {
    first = record.number;
    break;
  }
  await outbox.close();
  return { last, first, isFull, said };
}

describe('the bound of the audit outbox', () => {
  test('lets the oldest records go and says so, and takes new ones for ever', async () => {
    const { last, first, isFull, said } = await fill(false, 6_000);
    expect(last).toBe(6_000);
    expect(isFull).toBe(false);
    expect(first).toBeGreaterThan(1);
    expect(said.length).toBeGreaterThan(0);
  });

  test('keeps every record and gets full where that is wanted', async () => {
    const { last, first, isFull, said } = await fill(true, 6_000);
    expect(last).toBeLessThan(6_000);
    expect(isFull).toBe(true);
    expect(first).toBe(1);
    expect(said).toEqual([]);
  });
});
