import { generateKeyPairSync } from 'node:crypto';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Partner } from '../api/index.js';
import type { Files } from './atomic-file.js';
import { checkTransportKeySet } from './documents.js';
import { FileKeyProvider } from './file-key-provider.js';
import { ensureNodeIdentity, ensurePartner, partnerCredentials } from './generate.js';
import { nodeTransportKeys, type RotationPass, rotateTransportKeys, rotationLimits } from './rotate-transport-keys.js';
import { x25519PublicKey } from './x25519.js';

const T0 = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
let folder: string;
beforeEach(async () => {
  folder = await files.mkdtemp(join(tmpdir(), 'relais-keys-'));
});
afterEach(() => files.rm(folder, { recursive: true, force: true }));

/** A source that never repeats itself. */
function aRandom() {
  let count = 0;
  return (length: number): Uint8Array => {
    count += 1;
    return Uint8Array.from({ length }, (_, at) => (count * 131 + at * 17) & 0xff);
  };
}
const aProvider = (through: Files = files as Files) => new FileKeyProvider({ folder, files: through, versionsKept: 2 });
const aPass = (changes: Partial<RotationPass> = {}): RotationPass => ({
  schedule: 'france',
  limits: rotationLimits({ intervalMinutes: 60, overlapSeconds: 300, jitterPercent: 0 }),
  nodes: [],
  rotateToken: '',
  nowMs: T0,
  random: aRandom(),
  ...changes,
});
const aPartner = (publicKey?: string): Partner => ({
  metadata: { name: 'maker' },
  spec: {
    partnerNumber: 1,
    regions: ['paris'],
    roles: ['market-maker'],
    ipRanges: ['::/0'],
    cancelOnDisconnect: false,
    ...(publicKey === undefined ? {} : { publicKey }),
  },
});

/** The file system until its `dieAt`-th call, which and all after which fail, as in a process that was killed. */
function dying(dieAt: number): { files: Files; calls: () => number } {
  let calls = 0;
  const once = <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    return calls >= dieAt ? Promise.reject(new TypeError('killed')) : call();
  };
  const handle = (real: files.FileHandle) =>
    new Proxy(real, {
      get: (target, name) => {
        if (name === 'close') return () => target.close();
        if (name === 'writeFile') {
          // A write that is killed leaves half of it.
          return (text: string) =>
            once(() => target.writeFile(text)).catch(async (error: unknown) => {
              await target.writeFile(text.slice(0, text.length / 2));
              throw error;
            });
        }
        // A handle is no promise: `then` must not be there.
        return name === 'sync' ? () => once(() => target.sync()) : undefined;
      },
    });
  return {
    calls: () => calls,
    files: {
      mkdir: (path, options) => once(() => files.mkdir(path, options)),
      open: (path, flags, mode) => once(async () => handle(await files.open(path, flags, mode))),
      rename: (from, to) => once(() => files.rename(from, to)),
      link: (from, to) => once(() => files.link(from, to)),
      unlink: (path) => once(() => files.unlink(path)),
      readFile: (path, encoding) => files.readFile(path, encoding),
      readdir: (path) => files.readdir(path),
    },
  };
}

describe('file key provider', () => {
  test('what is written is read back, by its owner only', async () => {
    const provider = aProvider();
    const identity = await ensureNodeIdentity(provider, 'paris', aRandom());
    expect(await aProvider().readNodeIdentity('paris')).toEqual(identity);
    const { mode } = await files.stat(join(folder, 'nodes/paris/identity.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('an identity is made once and never replaced', async () => {
    const provider = aProvider();
    const first = await ensureNodeIdentity(provider, 'paris', aRandom());
    expect(await ensureNodeIdentity(provider, 'paris', () => new Uint8Array(32).fill(9))).toEqual(first);
    await expect(provider.writeNodeIdentity({ ...first, publicKey: `${'A'.repeat(43)}=` })).rejects.toThrow('RELAIS_E_KEYS_GENERATION');
  });

  test('a lower or equal version is refused and nothing is written', async () => {
    const provider = aProvider();
    const { keys } = await rotateTransportKeys(provider, aPass());
    await expect(provider.writeTransportKeys(keys)).rejects.toThrow('RELAIS_E_KEYS_GENERATION');
    expect(await provider.readTransportKeys('france')).toEqual(keys);
    const secrets = { version: 2, identity: await ensureNodeIdentity(provider, 'paris', aRandom()), transportKeys: null, partnerSeeds: [] };
    await provider.writeNodeSecrets(secrets);
    await expect(provider.writeNodeSecrets({ ...secrets, version: 1 })).rejects.toThrow('RELAIS_E_KEYS_GENERATION');
  });

  test('as many earlier versions are kept as declared', async () => {
    const provider = aProvider();
    for (let round = 0; round < 4; round += 1) {
      const present = (await rotateTransportKeys(provider, aPass({ nowMs: T0 + round }))).keys;
      await provider.writeTransportKeys({ ...present, state: { ...present.state, version: present.state.version + 1 } });
    }
    const names = await files.readdir(join(folder, 'transport-keys'));
    expect(names.toSorted()).toEqual(['france.json', 'france.v3.json', 'france.v4.json']);
  });

  test.each(['', '{', '[]', 'null', '{"schedule":"france"}'])('a damaged file (%s) is reported, never replaced', async (text) => {
    const provider = aProvider();
    await rotateTransportKeys(provider, aPass());
    await files.writeFile(join(folder, 'transport-keys/france.json'), text);
    await expect(rotateTransportKeys(provider, aPass())).rejects.toThrow('RELAIS_E_KEYS_DAMAGED');
    expect(await files.readFile(join(folder, 'transport-keys/france.json'), 'utf8')).toBe(text);
  });

  test('any cut or changed character of a key file is noticed or harmless, and the message never shows a key', async () => {
    const { keys } = await rotateTransportKeys(aProvider(), aPass());
    const text = JSON.stringify(keys);
    const secret = (keys.keys[0] as { key: string }).key;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), fc.constantFrom('', 'x', '"', '0', '{'), (at, put) => {
        try {
          checkTransportKeySet(JSON.parse(text.slice(0, at) + put + text.slice(at + 1)), 'file');
        } catch (error) {
          expect(String(error)).not.toContain(secret);
          expect(error instanceof SyntaxError || String(error).includes('RELAIS_E_KEYS_DAMAGED')).toBe(true);
        }
      }),
    );
  });

  test('a file that is cut short is reported without a word of what it held', async () => {
    const provider = aProvider();
    const { keys } = await rotateTransportKeys(provider, aPass());
    const path = join(folder, 'transport-keys/france.json');
    const text = await files.readFile(path, 'utf8');
    const secret = keys.keys[0]?.key ?? '';
    await files.writeFile(path, text.slice(text.indexOf(secret) - 1));
    const error = await provider.readTransportKeys('france').catch((caught: unknown) => caught);
    expect(inspect(error, { depth: 5 })).toContain('RELAIS_E_KEYS_DAMAGED');
    expect(inspect(error, { depth: 5 })).not.toContain(secret.slice(0, 8));
  });

  test('a name that is no label never becomes a path', async () => {
    await expect(async () => aProvider().readPartner('../../etc/passwd')).rejects.toThrow('RELAIS_E_INTERNAL');
  });
});

test('a file is synced before it takes its place, and the place after it', async () => {
  const calls: string[] = [];
  const watched: Files = {
    ...(files as Files),
    open: async (path, flags, mode) => {
      const handle = await files.open(path, flags, mode);
      const what = flags === 'r' ? 'folder' : 'file';
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        calls.push(`sync ${what}`);
        return sync();
      };
      return handle;
    },
    rename: (from, to) => {
      calls.push('rename');
      return files.rename(from, to);
    },
  };
  await ensureNodeIdentity(aProvider(watched), 'paris', aRandom());
  expect(calls).toEqual(['sync file', 'rename', 'sync folder']);
});

describe('a rotation that is killed at every call to the file system', () => {
  const confirmed = async () => {
    const version = (await aProvider().readTransportKeys('france'))?.state.version ?? 0;
    return [{ name: 'paris', heldVersion: version }];
  };

  test('goes on from where it stood: no generation is lost, skipped or made twice', async () => {
    const random = aRandom();
    const seenKeys = new Map<number, string>();
    let nowMs = T0;
    await rotateTransportKeys(aProvider(), aPass({ random }));
    for (let dieAt = 1; dieAt <= 40; dieAt += 1) {
      nowMs += 6 * MINUTE;
      const cut = dying(dieAt % 13 || 13);
      const pass = aPass({ random, nowMs, nodes: await confirmed() });
      await rotateTransportKeys(aProvider(cut.files), pass).catch((error: unknown) => expect(String(error)).toContain('killed'));
      const present = await aProvider().readTransportKeys('france');
      for (const { generation, key } of present?.keys ?? []) {
        expect(seenKeys.get(generation) ?? key).toBe(key);
        // What a dead process had made but not written may be made again: it was never handed out.
        seenKeys.set(generation, key);
      }
      expect(present?.keys.length).toBeGreaterThanOrEqual(1);
    }
    const last = await rotateTransportKeys(aProvider(), aPass({ random, nowMs: nowMs + 60 * MINUTE, nodes: await confirmed() }));
    expect(last.keys.state.active.generation).toBeGreaterThanOrEqual(2);
  });
});

describe('one pass', () => {
  test('hands nodes the key that is used and all that are trusted', async () => {
    const provider = aProvider();
    const random = aRandom();
    await rotateTransportKeys(provider, aPass({ random }));
    const { keys, done } = await rotateTransportKeys(
      provider,
      aPass({ random, nowMs: T0 + 55 * MINUTE, nodes: [{ name: 'paris', heldVersion: 1 }] }),
    );
    expect(done.map((verdict) => verdict.action)).toEqual(['publish']);
    expect(nodeTransportKeys(keys)).toMatchObject({ version: 2, activeGeneration: 1, keys: [{ generation: 1 }, { generation: 2 }] });
    expect(new Set(keys.keys.map((key) => key.key)).size).toBe(2);
  });
});

describe('partner credentials', () => {
  test('are made once, and hold what the SDK needs', async () => {
    const provider = aProvider();
    const first = await ensurePartner(provider, aPartner(), aRandom());
    expect(await ensurePartner(provider, aPartner(), () => new Uint8Array(32).fill(7))).toEqual(first);
    const regions = [{ name: 'paris', number: 1, host: '127.0.0.1', port: 7101, publicKey: first.publicKey }];
    expect(Object.keys(partnerCredentials(first, regions))).toEqual(['partner', 'number', 'privateKey', 'publicKey', 'seed', 'regions']);
  });

  test('a partner with a key of its own gets a seed and keeps its private key to itself', async () => {
    const own = Buffer.alloc(32, 5).toString('base64');
    const secrets = await ensurePartner(aProvider(), aPartner(own), aRandom());
    expect(secrets).toMatchObject({ publicKey: own, privateKey: null });
    expect(partnerCredentials(secrets, [])).not.toHaveProperty('privateKey');
  });
});

test('public keys are those that node:crypto makes', () => {
  for (let round = 0; round < 5; round += 1) {
    const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
    const bytes = (text: string | undefined) => Uint8Array.from(Buffer.from(text ?? '', 'base64url'));
    expect(x25519PublicKey(bytes(jwk.d))).toEqual(bytes(jwk.x));
  }
});
