import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AuditOutbox } from '../audit/index.js';
import { AuditBound } from './audit-bound.js';

const OUTBOX_BYTES = 1_048_576;
/** With 5 ms between them. */
const REFUSALS_MAX = 200;
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
  const event = { type: 'request', timeUs: 1, partner: 1, session: 1, what: 'x'.repeat(400), instrument: 0 } as const;
  for (let refusals = 0; last < most && refusals < REFUSALS_MAX; ) {
    const number = outbox.record(event);
    if (number > 0) last = number;
    // A slow disk refuses as well, while it prepares the next segment: only what lasts is a full outbox.
    refusals = number > 0 ? 0 : refusals + 1;
    if (number > 0 && number % 50 !== 0) continue;
    await outbox.whenDurable(last);
    outbox.tick();
    await bound.look();
    if (number === 0) await sleep(5);
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
    const { last, first, said } = await fill(false, 6_000);
    expect(last).toBe(6_000);
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
