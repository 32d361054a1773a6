import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isUnreadableState,
  type MeshState,
  purgeState,
  readMeshState,
  removeMeshState,
  stateFolder,
  writeMeshState,
} from './mesh-state.js';

const mesh: MeshState = {
  name: 'france',
  regions: [{ name: 'paris', number: 1, host: '127.0.0.1', port: 7001, httpPort: 7101, publicKey: 'AA==' }],
  credentials: { maker: '/somewhere/maker.json' },
  pid: 42,
};

describe('the state of a mesh', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relais-mesh-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('what was written is read back, and nothing else is left in the folder', async () => {
    await writeMeshState(folder, mesh);
    await writeMeshState(folder, { ...mesh, pid: 43 });
    expect(await readMeshState(folder)).toEqual({ ...mesh, pid: 43 });
    expect(await readdir(folder)).toEqual(['mesh.json']);
    expect((await stat(join(folder, 'mesh.json'))).mode & 0o077).toBe(0);
  });

  test('a folder without a mesh says so', async () => {
    await expect(readMeshState(folder)).rejects.toMatchObject({ code: 'RELAIS_E_NO_MESH' });
    await writeMeshState(folder, mesh);
    await removeMeshState(folder);
    await expect(readMeshState(folder)).rejects.toMatchObject({ code: 'RELAIS_E_NO_MESH' });
  });

  test('a torn or foreign file is a coded error, whatever it holds', async () => {
    const whole = JSON.stringify(mesh);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.nat(whole.length - 1).map((n) => whole.slice(0, n)),
        ),
        async (text) => {
          await writeFile(join(folder, 'mesh.json'), text);
          await expect(readMeshState(folder)).rejects.toMatchObject({ code: 'RELAIS_E_MESH_STATE' });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a purge removes what a mesh made, and nothing else that somebody keeps there', async () => {
    const state = join(folder, 'state');
    await writeMeshState(state, mesh);
    await mkdir(join(state, 'regions', 'paris'), { recursive: true });
    await writeFile(join(state, 'thesis.txt'), '');
    await purgeState(state);
    expect(await readdir(state)).toEqual(['thesis.txt']);
    await rm(join(state, 'thesis.txt'));
    await purgeState(state);
    expect(await readdir(folder)).toEqual([]);
    await purgeState(state);
  });

  test('a torn file is told from one that may not be read: the next start writes it anew', async () => {
    await writeFile(join(folder, 'mesh.json'), '{');
    expect(isUnreadableState(await readMeshState(folder).catch((error: unknown) => error))).toBe(true);
    await rm(join(folder, 'mesh.json'));
    await mkdir(join(folder, 'mesh.json'));
    expect(isUnreadableState(await readMeshState(folder).catch((error: unknown) => error))).toBe(false);
  });

  test('the folder is absolute, so that what is written there holds from anywhere', () => {
    expect(stateFolder('here', {})).toBe(resolve('here'));
    expect(stateFolder(undefined, { RELAIS_STATE: 'there' })).toBe(resolve('there'));
  });

  test('the folder is the one asked for, then RELAIS_STATE, then the XDG one', () => {
    expect(stateFolder('/a', { RELAIS_STATE: '/b' })).toBe('/a');
    expect(stateFolder(undefined, { RELAIS_STATE: '/b', XDG_STATE_HOME: '/c' })).toBe('/b');
    expect(stateFolder(undefined, { XDG_STATE_HOME: '/c' })).toBe('/c/relais/default');
    expect(stateFolder('', {})).toMatch(/\.local\/state\/relais\/default$/);
  });
});
