import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CaptureFile } from './capture-file.js';
import { openKeyLog } from './key-log-file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relais-capture-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a capture makes the folder that the setting names', async () => {
  const path = join(folder, 'not', 'there', '1.capture');
  const capture = new CaptureFile(path, 'responder');
  capture.add('received', Uint8Array.of(1, 2, 3));
  await capture.close();
  expect((await readFile(path)).subarray(0, 8).toString()).toBe('RELAISC1');
});

test('a capture that cannot be written disturbs nobody', async () => {
  await writeFile(join(folder, 'file'), '');
  const capture = new CaptureFile(join(folder, 'file', '1.capture'), 'responder');
  capture.add('received', Uint8Array.of(1));
  await capture.close();
  capture.add('received', Uint8Array.of(1));
});

test('a key log that cannot be written is said when it is opened, not by the first session', () => {
  expect(() => openKeyLog(join(folder, 'not', 'there', 'keys.log'))).toThrow(expect.objectContaining({ code: 'RELAIS_E_KEY_LOG' }));
  openKeyLog(join(folder, 'keys.log'))?.('a line');
  expect(openKeyLog('')).toBeUndefined();
});
