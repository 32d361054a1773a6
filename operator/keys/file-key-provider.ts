/**
 * Keys in a folder of files, for `relais up`. Layout:
 *
 *     transport-keys/<schedule>.json          keys and state of a schedule
 *     transport-keys/<schedule>.v<N>.json     its earlier versions, `versionsKept` of them
 *     nodes/<region>/identity.json            static key pair of the region's node
 *     nodes/<region>/secrets.json             all that the node is handed
 *     partners/<partner>.json                 key pair and seed of a partner
 *
 * Files are 0600, folders 0700. One process writes; any may read.
 */
import { join } from 'node:path';
import { assert, RelaisError } from '../../registry/index.js';
import { type Files, keepAs, namesIn, readWhole, removeIfThere, writeWhole } from './atomic-file.js';
import {
  checkNodeIdentity,
  checkNodeSecrets,
  checkPartnerSecrets,
  checkTransportKeySet,
  type NodeIdentity,
  type NodeSecrets,
  type PartnerSecrets,
  type TransportKeySet,
} from './documents.js';
import type { KeyProvider } from './key-provider.js';

type Check<T> = (value: unknown, where: string) => T;

export class FileKeyProvider implements KeyProvider {
  readonly #folder: string;
  readonly #files: Files;
  readonly #versionsKept: number;

  /** `files`: node:fs/promises. `versionsKept`: earlier versions of a schedule's keys that stay beside the present one. */
  constructor(options: { folder: string; files: Files; versionsKept: number }) {
    this.#folder = options.folder;
    this.#files = options.files;
    this.#versionsKept = options.versionsKept;
  }

  readTransportKeys(schedule: string): Promise<TransportKeySet | null> {
    return this.#read(this.#schedulePath(schedule), checkTransportKeySet);
  }

  async writeTransportKeys(set: TransportKeySet): Promise<void> {
    const path = this.#schedulePath(set.schedule);
    checkTransportKeySet(set, path);
    const present = await this.readTransportKeys(set.schedule);
    refuseOlder(set.state.version, present?.state.version, path);
    if (present !== null && this.#versionsKept > 0) {
      await keepAs(this.#files, path, this.#schedulePath(`${set.schedule}.v${present.state.version}`));
    }
    await writeWhole(this.#files, path, textOf(set));
    await this.#dropOldVersions(set);
  }

  readNodeIdentity(region: string): Promise<NodeIdentity | null> {
    return this.#read(this.#nodePath(region, 'identity'), checkNodeIdentity);
  }

  async writeNodeIdentity(identity: NodeIdentity): Promise<void> {
    const path = this.#nodePath(identity.region, 'identity');
    checkNodeIdentity(identity, path);
    const present = await this.readNodeIdentity(identity.region);
    if (present !== null && present.publicKey !== identity.publicKey) throw new RelaisError('RELAIS_E_KEYS_GENERATION', path);
    await writeWhole(this.#files, path, textOf(identity));
  }

  readPartner(partner: string): Promise<PartnerSecrets | null> {
    return this.#read(this.#partnerPath(partner), checkPartnerSecrets);
  }

  async writePartner(secrets: PartnerSecrets): Promise<void> {
    const path = this.#partnerPath(secrets.partner);
    checkPartnerSecrets(secrets, path);
    await writeWhole(this.#files, path, textOf(secrets));
  }

  readNodeSecrets(region: string): Promise<NodeSecrets | null> {
    return this.#read(this.#nodePath(region, 'secrets'), checkNodeSecrets);
  }

  async writeNodeSecrets(secrets: NodeSecrets): Promise<void> {
    const path = this.#nodePath(secrets.identity.region, 'secrets');
    checkNodeSecrets(secrets, path);
    const present = await this.readNodeSecrets(secrets.identity.region);
    refuseOlder(secrets.version, present?.version, path);
    await writeWhole(this.#files, path, textOf(secrets));
  }

  /** Path of the file that a node reads its secrets from. */
  nodeSecretsPath(region: string): string {
    return this.#nodePath(region, 'secrets');
  }

  async #dropOldVersions(set: TransportKeySet): Promise<void> {
    const names = await namesIn(this.#files, join(this.#folder, 'transport-keys'));
    for (const name of names) {
      const version = versionInName(name, set.schedule);
      if (version !== null && version < set.state.version - this.#versionsKept) {
        await removeIfThere(this.#files, join(this.#folder, 'transport-keys', name));
      }
    }
  }

  async #read<T>(path: string, check: Check<T>): Promise<T | null> {
    const text = await readWhole(this.#files, path);
    return text === null ? null : check(parsed(text, path), path);
  }

  #schedulePath = (schedule: string): string => join(this.#folder, 'transport-keys', `${fileName(schedule)}.json`);
  #nodePath = (region: string, what: string): string => join(this.#folder, 'nodes', fileName(region), `${what}.json`);
  #partnerPath = (partner: string): string => join(this.#folder, 'partners', `${fileName(partner)}.json`);
}

/** N of `<schedule>.v<N>.json`, else null. */
function versionInName(name: string, schedule: string): number | null {
  const prefix = `${schedule}.v`;
  if (!name.startsWith(prefix) || !name.endsWith('.json')) return null;
  const digits = name.slice(prefix.length, -'.json'.length);
  return /^[0-9]{1,15}$/.test(digits) ? Number(digits) : null;
}

function refuseOlder(version: number, present: number | undefined, path: string): void {
  if (present !== undefined && version <= present) {
    throw new RelaisError('RELAIS_E_KEYS_GENERATION', `${path} has version ${present}, version ${version} was to be written.`);
  }
}

/** Names of resources are labels; anything else must not become a path. */
function fileName(name: string): string {
  assert(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.]v[0-9]+)?$/.test(name), 'RELAIS_E_INTERNAL', 'A name of a resource is no label.');
  return name;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the text, which is secret.
    throw new RelaisError('RELAIS_E_KEYS_DAMAGED', `${path}: not JSON`);
  }
}

const textOf = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
