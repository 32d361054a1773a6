import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import fc from 'fast-check';
import { register } from '../../node/cli/commands/decode.js';
import { CapturePrinter, KeyRing } from '../../node/cli/decode/index.js';
import { encodeCaptureHeader } from '../../node/transport/index.js';
import { CHANNELS, emptyNewOrder, encodeNewOrder, MessageType, Side } from '../../node/wire/index.js';
import { aClient, aServer, echoAll } from './real-sessions.js';

let folder: string;
let capture: Buffer;
const keyLines: string[] = [];

/** Records a real session: an order, a message in fragments, some numbers. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relais-decode-'));
  const server = await aServer({ captureFolder: folder, keyLog: (line) => keyLines.push(line) });
  const client = await aClient(server.port);
  await echoAll(client, 3);
  const bytes = new Uint8Array(10_000);
  const order = { ...emptyNewOrder(), instrument: 65_537, side: Side.Sell, price: 1085, quantity: 5, clientOrderId: 'seen-1' };
  const length = encodeNewOrder(order, bytes, new DataView(bytes.buffer), 0);
  client.driver?.session.send(CHANNELS.orders, MessageType.NewOrder, bytes, 0, length);
  client.driver?.session.send(CHANNELS.book, MessageType.BookSnapshot, bytes, 0, bytes.length);
  const witness = server.witnesses[0];
  await witness?.until(() => witness.numbers.length === 5);
  client.driver?.close(null, 'done');
  await witness?.until(() => witness.reason !== null);
  await server.stop();
  const [name = ''] = await readdir(folder);
  expect(name).toMatch(/^\d+-\d+-responder-127\.0\.0\.1_\d+\.capture$/);
  // The file is written a moment after the session has ended.
  do capture = await readFile(join(folder, name));
  while (!print(capture, aRing(keyLines)).some((line) => line.includes('Close')));
  await writeFile(join(folder, 'recorded'), capture);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function aRing(lines: readonly string[]): KeyRing {
  const ring = new KeyRing();
  for (const line of lines) expect(ring.add(line)).toBe(true);
  return ring;
}

function print(bytes: Uint8Array, ring: KeyRing, pieceBytes = bytes.length): string[] {
  const printer = new CapturePrinter(ring);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.push(...printer.push(bytes.subarray(at, at + pieceBytes)).lines);
  return [...lines, ...printer.end()];
}

test('a recorded session is printed: handshake, records, frames, messages by name', () => {
  const text = print(capture, aRing(keyLines)).join('\n');
  expect(text).toMatch(/I → R {2}handshake: preamble version=1 kind=node keyGeneration=1/);
  expect(text).toMatch(/R → I {2}handshake: answer version=1 accepted/);
  expect(text).toMatch(/I → R {2}record 1 gen 0 \d+ bytes/);
  expect(text).toMatch(/I → R {4}orders seq 4 NewOrder instrument=65537 side=Sell .*clientOrderId="seen-1"/);
  expect(text).toMatch(/book seq 2 BookSnapshot fragment 2 of 4086 bytes/);
  expect(text).toMatch(/book seq 3 BookSnapshot fragment 3 of \d+ bytes, the last: BookSnapshot .*!! its CRC32 is wrong/);
  expect(text).toMatch(/executions seq 1 /);
  expect(text).toMatch(/control seq - Close .*detail="done"/);
  expect(text).not.toMatch(/damage|no key/);
});

test('without keys the records are there, sealed; with the keys of another session too', () => {
  const others = keyLines.map((line) => line.replace(/[0-9a-f]{64}$/, 'ab'.repeat(32)));
  for (const ring of [new KeyRing(), aRing(others)]) {
    const lines = print(capture, ring);
    expect(lines.filter((line) => line.includes('sealed, no key')).length).toBeGreaterThan(3);
    expect(lines.join('\n')).not.toContain('NewOrder');
  }
});

test('read in pieces of any size it is the same', () => {
  const ring = aRing(keyLines);
  const whole = print(capture, ring);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (pieceBytes) => {
      expect(print(capture, ring, pieceBytes)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('damaged and invented captures are printed as what they are, never an exception', () => {
  const ring = aRing(keyLines);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(capture.length - 1), fc.nat(7)), { minLength: 1, maxLength: 20 }), (flips) => {
      const damaged = Buffer.from(capture);
      for (const [at, bit] of flips) damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
      print(damaged, ring, 4096);
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (junk) => {
      print(Buffer.concat([encodeCaptureHeader('initiator'), junk]), ring);
    }),
  );
});

test('lines that are none of a key log are refused, comments are not', () => {
  const ring = new KeyRing();
  expect(ring.add('# relais keys')).toBe(true);
  for (const line of [
    'RELAIS',
    'RELAIS 00 0 initiator 00',
    `${keyLines[0]} and more`,
    keyLines[0]?.replace('initiator', 'someone') ?? '',
  ]) {
    expect(ring.add(line)).toBe(false);
  }
  expect(ring.size).toBe(0);
});

async function runCommand(...args: string[]): Promise<string> {
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const program = new Command().exitOverride();
    register(program);
    await program.parseAsync(['node', 'relais', 'decode', ...args]);
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}

test('the command prints a capture with the keys of a file, and names what it cannot read', async () => {
  const [recorded, keys] = [join(folder, 'recorded'), join(folder, 'keys.log')];
  await writeFile(keys, keyLines.join('\n'));
  expect(await runCommand(recorded, '--keys', keys)).toContain('NewOrder instrument=65537');
  await writeFile(keys, 'nonsense\n');
  await expect(runCommand(recorded, '--keys', keys)).rejects.toMatchObject({ code: 'RELAIS_E_KEY_LOG' });
  await expect(runCommand(keys)).resolves.toContain('the capture ends within an entry');
  await expect(runCommand(join(folder, 'no such file'))).rejects.toMatchObject({ code: 'RELAIS_E_CAPTURE_CORRUPT' });
  await writeFile(keys, 'this is not a capture at all');
  await expect(runCommand(keys)).rejects.toMatchObject({ code: 'RELAIS_E_CAPTURE_CORRUPT' });
});
