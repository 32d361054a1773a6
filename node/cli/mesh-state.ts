/**
 * The state folder of a mesh that `relais up` started: where it lies, and `mesh.json` in it, from which every other command learns the
 * regions' addresses and keys and the partners' credentials. The file appears whole or not at all.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { RelaisError } from '../../registry/index.js';

export interface MeshRegion {
  readonly name: string;
  readonly number: number;
  readonly host: string;
  readonly port: number;
  readonly httpPort: number;
  /** Static X25519 key of the region, base64. */
  readonly publicKey: string;
}

export interface MeshState {
  readonly name: string;
  readonly regions: readonly MeshRegion[];
  /** Partner name → path of its credentials file. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Process that runs the mesh. */
  readonly pid: number;
}

const FILE = 'mesh.json';

/**
 * Folder of the state, absolute: `given` (--state), else RELAIS_STATE, else `$XDG_STATE_HOME/relais/default`, else `~/.local/state/relais/default`.
 */
export function stateFolder(given: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  if (given !== undefined && given !== '') return resolve(given);
  const named = environment.RELAIS_STATE;
  if (named !== undefined && named !== '') return resolve(named);
  const base = environment.XDG_STATE_HOME;
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.local', 'state'), 'relais', 'default');
}

/** Writes mesh.json beside the place and moves it there, readable by its owner only. Makes the folder if needed. */
export async function writeMeshState(folder: string, state: MeshState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${FILE}.${randomBytes(6).toString('hex')}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(temporary, 0o600);
  await rename(temporary, join(folder, FILE));
}

/** Reads mesh.json. Errors: RELAIS_E_NO_MESH when there is none, RELAIS_E_MESH_STATE when it cannot be understood. */
export async function readMeshState(folder: string): Promise<MeshState> {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new RelaisError('RELAIS_E_NO_MESH', folder);
    throw new RelaisError('RELAIS_E_MESH_STATE', path, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RelaisError('RELAIS_E_MESH_STATE', `${path} is not JSON`, { cause: error });
  }
  const wrong = whatIsWrong(value);
  if (wrong !== null) throw new RelaisError('RELAIS_E_MESH_STATE', `${path}: ${wrong}`);
  return value as MeshState;
}

/** Removes mesh.json: the mesh is down. Nothing else in the folder is touched. */
export async function removeMeshState(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}

/** What `relais up` makes in a state folder. */
const ENTRIES = [FILE, 'credentials', 'keys', 'logs', 'regions'];

/** Removes what a mesh left in its folder, and the folder when nothing else is in it: whatever else somebody keeps there is not ours. */
export async function purgeState(folder: string): Promise<void> {
  for (const entry of ENTRIES) await rm(join(folder, entry), { recursive: true, force: true });
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') throw error;
  });
}

/** Whether an error says that mesh.json is there and makes no sense, as after a crash of the machine: starting a mesh writes it anew. */
export const isUnreadableState = (error: unknown): boolean =>
  error instanceof RelaisError &&
  error.code === 'RELAIS_E_MESH_STATE' &&
  (error.cause as NodeJS.ErrnoException | undefined)?.code === undefined;

function whatIsWrong(value: unknown): string | null {
  if (!isRecord(value)) return 'not an object';
  if (typeof value.name !== 'string') return 'name is not a text';
  if (!Number.isInteger(value.pid)) return 'pid is not an integer';
  if (!isRecord(value.credentials) || !Object.values(value.credentials).every((path) => typeof path === 'string'))
    return 'credentials is not a map of names to paths';
  if (!Array.isArray(value.regions)) return 'regions is not a list';
  const bad = value.regions.findIndex((region) => !isRegion(region));
  return bad === -1 ? null : `regions[${bad}] is not a region`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isRegion(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const texts = [value.name, value.host, value.publicKey];
  const numbers = [value.number, value.port, value.httpPort];
  return texts.every((text) => typeof text === 'string') && numbers.every((number) => Number.isInteger(number));
}
