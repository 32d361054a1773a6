/**
 * The documents of the key provider: what a schedule's authority, a node and a partner keep. All keys are base64 of 32 bytes. Each has a
 * check that is applied before writing and after reading: a set of keys that fails it is neither written nor used.
 */
import { RelaisError } from '../../registry/index.js';
import type { RotationState } from '../decide/index.js';

/** Keys and state of one KeyRotationSchedule, written in one piece. */
export interface TransportKeySet {
  readonly schedule: string;
  readonly state: RotationState;
  /** Exactly the generations that the state names. */
  readonly keys: readonly TransportKey[];
}

export interface TransportKey {
  readonly generation: number;
  readonly key: string;
}

/** Static identity of a region's node. */
export interface NodeIdentity {
  readonly region: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Secrets of a partner. `privateKey` is null when the partner keeps it to itself. */
export interface PartnerSecrets {
  readonly partner: string;
  readonly number: number;
  readonly privateKey: string | null;
  readonly publicKey: string;
  readonly seed: string;
}

/** All secrets that one node needs; what it is handed beside its NodeConfiguration. A higher version replaces a lower one, never the reverse. */
export interface NodeSecrets {
  readonly version: number;
  readonly identity: NodeIdentity;
  /** null for a region without links. */
  readonly transportKeys: NodeTransportKeys | null;
  readonly partnerSeeds: readonly { readonly partner: number; readonly seed: string }[];
}

/** What a node does with transport keys: seal with the active one, trust them all. */
export interface NodeTransportKeys {
  /** Version of the key set: what the node confirms. */
  readonly version: number;
  readonly activeGeneration: number;
  readonly keys: readonly TransportKey[];
}

/** What a partner is given: the file that the SDK's `connect` reads. */
export interface PartnerCredentials {
  readonly partner: string;
  readonly number: number;
  /** Missing when the partner keeps it to itself: it adds the field. */
  readonly privateKey?: string;
  readonly publicKey: string;
  readonly seed: string;
  readonly regions: readonly {
    readonly name: string;
    readonly number: number;
    readonly host: string;
    readonly port: number;
    readonly publicKey: string;
  }[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Errors: RELAIS_E_KEYS_DAMAGED, whose detail names `where` and a field, never a value. */
export function checkTransportKeySet(value: unknown, where: string): TransportKeySet {
  const set = fields(value, where, 'the document');
  need(typeof set.schedule === 'string' && set.schedule !== '', where, 'schedule');
  const state = fields(set.state, where, 'state');
  need(isCount(state.version, 1), where, 'state.version');
  need(isTime(state.nextRotationAtMs), where, 'state.nextRotationAtMs');
  need(typeof state.rotateToken === 'string', where, 'state.rotateToken');
  const generations = [
    generationOf(state.active, 'activatedAtMs', where, 'state.active'),
    ...(state.next === null ? [] : [generationOf(state.next, 'publishedAtMs', where, 'state.next')]),
    ...(state.previous === null ? [] : [generationOf(state.previous, 'replacedAtMs', where, 'state.previous')]),
  ];
  const [active = 0, ...others] = generations;
  need(state.next === null || typeof fields(state.next, where, 'state.next').isUrgent === 'boolean', where, 'state.next.isUrgent');
  need(
    others.every((generation) => Math.abs(generation - active) === 1),
    where,
    'state (generations do not follow each other)',
  );
  const keys = checkKeys(set.keys, where);
  need(sameNumbers(generations, keys), where, 'keys (they are not those that the state names)');
  return value as TransportKeySet;
}

/** Errors: RELAIS_E_KEYS_DAMAGED. */
export function checkNodeIdentity(value: unknown, where: string): NodeIdentity {
  const identity = fields(value, where, 'the document');
  need(typeof identity.region === 'string' && identity.region !== '', where, 'region');
  need(isKey(identity.privateKey), where, 'privateKey');
  need(isKey(identity.publicKey), where, 'publicKey');
  return value as NodeIdentity;
}

/** Errors: RELAIS_E_KEYS_DAMAGED. */
export function checkPartnerSecrets(value: unknown, where: string): PartnerSecrets {
  const secrets = fields(value, where, 'the document');
  need(typeof secrets.partner === 'string' && secrets.partner !== '', where, 'partner');
  need(isCount(secrets.number, 1), where, 'number');
  need(secrets.privateKey === null || isKey(secrets.privateKey), where, 'privateKey');
  need(isKey(secrets.publicKey), where, 'publicKey');
  need(isKey(secrets.seed), where, 'seed');
  return value as PartnerSecrets;
}

/** Errors: RELAIS_E_KEYS_DAMAGED. */
export function checkNodeSecrets(value: unknown, where: string): NodeSecrets {
  const secrets = fields(value, where, 'the document');
  need(isCount(secrets.version, 1), where, 'version');
  checkNodeIdentity(secrets.identity, where);
  if (secrets.transportKeys !== null) {
    const transport = fields(secrets.transportKeys, where, 'transportKeys');
    need(isCount(transport.version, 1), where, 'transportKeys.version');
    const keys = checkKeys(transport.keys, where);
    need(
      keys.some((key) => key.generation === transport.activeGeneration),
      where,
      'transportKeys.activeGeneration',
    );
  }
  need(Array.isArray(secrets.partnerSeeds), where, 'partnerSeeds');
  for (const entry of secrets.partnerSeeds as unknown[]) {
    const seed = fields(entry, where, 'partnerSeeds');
    need(isCount(seed.partner, 1) && isKey(seed.seed), where, 'partnerSeeds');
  }
  return value as NodeSecrets;
}

function generationOf(value: unknown, timeName: string, where: string, what: string): number {
  const part = fields(value, where, what);
  need(isTime(part[timeName]), where, `${what}.${timeName}`);
  need(isCount(part.generation, 1), where, `${what}.generation`);
  return part.generation as number;
}

function checkKeys(value: unknown, where: string): readonly TransportKey[] {
  need(Array.isArray(value) && value.length >= 1 && value.length <= 3, where, 'keys');
  for (const entry of value as unknown[]) {
    const key = fields(entry, where, 'keys');
    need(isCount(key.generation, 1) && isKey(key.key), where, 'keys');
  }
  return value as readonly TransportKey[];
}

function sameNumbers(generations: readonly number[], keys: readonly TransportKey[]): boolean {
  const held = keys.map((key) => key.generation);
  return held.length === generations.length && generations.every((generation) => held.includes(generation));
}

function fields(value: unknown, where: string, what: string): Fields {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), where, what);
  return value as Fields;
}

function need(holds: boolean, where: string, what: string): void {
  if (!holds) throw new RelaisError('RELAIS_E_KEYS_DAMAGED', `${where}: ${what}`);
}

const isCount = (value: unknown, min: number): boolean => Number.isSafeInteger(value) && (value as number) >= min;
const isTime = (value: unknown): boolean => Number.isSafeInteger(value);
const isKey = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value);
