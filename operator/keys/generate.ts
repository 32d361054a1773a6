/** Makes keys out of random bytes that are passed in, and keeps those that exist. */
import type { Partner } from '../api/index.js';
import type { NodeIdentity, PartnerCredentials, PartnerSecrets } from './documents.js';
import type { KeyProvider, Random } from './key-provider.js';
import { x25519PublicKey } from './x25519.js';

const KEY_BYTES = 32;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function keyPair(random: Random): { privateKey: string; publicKey: string } {
  const privateKey = random(KEY_BYTES);
  return { privateKey: base64(privateKey), publicKey: base64(x25519PublicKey(privateKey)) };
}

/** A fresh 32-byte key in base64. */
export const newKey = (random: Random): string => base64(random(KEY_BYTES));

/** Identity of a region's node: the one that is kept, or a new one, kept. */
export async function ensureNodeIdentity(provider: KeyProvider, region: string, random: Random): Promise<NodeIdentity> {
  const present = await provider.readNodeIdentity(region);
  if (present !== null) return present;
  const identity: NodeIdentity = { region, ...keyPair(random) };
  await provider.writeNodeIdentity(identity);
  return identity;
}

/** Secrets of a partner: those that are kept, or new ones, kept. A public key in the resource counts more than a generated one. */
export async function ensurePartner(provider: KeyProvider, partner: Partner, random: Random): Promise<PartnerSecrets> {
  const { name } = partner.metadata;
  const { publicKey, partnerNumber } = partner.spec;
  const present = await provider.readPartner(name);
  const seed = present?.seed ?? newKey(random);
  const kept = present !== null && present.privateKey !== null ? { privateKey: present.privateKey, publicKey: present.publicKey } : null;
  const keys = publicKey === undefined ? (kept ?? keyPair(random)) : publicKey === kept?.publicKey ? kept : { privateKey: null, publicKey };
  const secrets: PartnerSecrets = { partner: name, number: partnerNumber, ...keys, seed };
  if (JSON.stringify(secrets) !== JSON.stringify(present)) await provider.writePartner(secrets);
  return secrets;
}

/** The file for a partner: its secrets and the regions that it may connect to. */
export function partnerCredentials(secrets: PartnerSecrets, regions: PartnerCredentials['regions']): PartnerCredentials {
  const { partner, number, privateKey, publicKey, seed } = secrets;
  return { partner, number, ...(privateKey === null ? {} : { privateKey }), publicKey, seed, regions };
}
