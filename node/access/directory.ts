/**
 * Who is who: static public keys of partners and linked regions, and from where they may connect. Built from the node's configuration;
 * a new one replaces it when partners change, sessions that are open keep the `Peer` they were admitted with until they are checked again.
 */
import type { NodeConfiguration, PartnerConfiguration, PeerConfiguration } from '../../operator/desired/node-configuration.js';
import { assert, type ErrorCode } from '../../registry/index.js';
import { addressOfSocket, type IpRange, parseRange, rangeContains } from './ip-ranges.js';
import type { Sender } from './message-rules.js';

/** A partner or linked region, as admitted. */
export interface Peer extends Sender {
  readonly kind: 'partner' | 'node';
  readonly name: string;
  /** Partner number, or region number. */
  readonly number: number;
  readonly publicKey: Uint8Array;
  readonly permissions: number;
  readonly cancelOnDisconnect: boolean;
}

interface Entry {
  readonly peer: Peer;
  readonly ranges: readonly IpRange[];
}

export type DirectorySource = Pick<NodeConfiguration, 'ipRanges' | 'partners' | 'peers'>;

export class AccessDirectory {
  readonly #ranges: readonly IpRange[];
  readonly #entries = new Map<string, Entry>();

  /** Errors: RELAIS_E_CONFIGURATION for a malformed range or key, or a key that two share. */
  constructor(source: DirectorySource) {
    this.#ranges = source.ipRanges.map(rangeOf);
    for (const partner of source.partners) this.#add(partnerEntry(partner));
    for (const peer of source.peers) this.#add(regionEntry(peer, this.#ranges));
  }

  /** On accept, before any other work: may this address connect at all? Returns null, or RELAIS_E_ADDRESS_REFUSED. */
  refuseAddress(remoteAddress: string): ErrorCode | null {
    return isInside(this.#ranges, remoteAddress) ? null : 'RELAIS_E_ADDRESS_REFUSED';
  }

  /** Whose static key is this? null when nobody's, or when a key of the other kind claims to be this one. */
  find(kind: 'partner' | 'node', publicKey: Uint8Array): Peer | null {
    const entry = this.#entries.get(keyText(publicKey));
    return entry?.peer.kind === kind ? entry.peer : null;
  }

  /**
   * In the handshake, once the static key is proved: who is it, and may it come from there?
   * Errors returned: RELAIS_E_UNKNOWN_PARTNER, RELAIS_E_ADDRESS_REFUSED.
   */
  admit(
    kind: 'partner' | 'node',
    publicKey: Uint8Array,
    remoteAddress: string,
  ): { peer: Peer } | { refused: ErrorCode; peer: Peer | null } {
    const entry = this.#entries.get(keyText(publicKey));
    if (entry === undefined || entry.peer.kind !== kind) return { refused: 'RELAIS_E_UNKNOWN_PARTNER', peer: null };
    if (!isInside(entry.ranges, remoteAddress)) return { refused: 'RELAIS_E_ADDRESS_REFUSED', peer: entry.peer };
    return { peer: entry.peer };
  }

  #add(entry: Entry): void {
    const key = keyText(entry.peer.publicKey);
    assert(!this.#entries.has(key), 'RELAIS_E_CONFIGURATION', `${entry.peer.name} has the public key of another.`);
    this.#entries.set(key, entry);
  }
}

const partnerEntry = (partner: PartnerConfiguration): Entry => ({
  peer: {
    kind: 'partner',
    name: partner.name,
    number: partner.number,
    publicKey: publicKeyOf(partner),
    permissions: partner.permissions,
    cancelOnDisconnect: partner.cancelOnDisconnect,
  },
  ranges: partner.ipRanges.map(rangeOf),
});

const regionEntry = (region: PeerConfiguration, ranges: readonly IpRange[]): Entry => ({
  peer: {
    kind: 'node',
    name: region.region,
    number: region.number,
    publicKey: publicKeyOf({ name: region.region, publicKey: region.publicKey }),
    permissions: 0,
    cancelOnDisconnect: false,
  },
  ranges,
});

function publicKeyOf(of: { readonly name: string; readonly publicKey: string }): Uint8Array {
  const bytes = Uint8Array.from(Buffer.from(of.publicKey, 'base64'));
  assert(bytes.length === 32, 'RELAIS_E_CONFIGURATION', `The public key of ${of.name} is not 32 bytes in base64.`);
  return bytes;
}

function rangeOf(text: string): IpRange {
  const range = parseRange(text);
  assert(range !== null, 'RELAIS_E_CONFIGURATION', `${text} is no CIDR range.`);
  return range;
}

function isInside(ranges: readonly IpRange[], remoteAddress: string): boolean {
  const address = addressOfSocket(remoteAddress);
  return address !== null && ranges.some((range) => rangeContains(range, address));
}

const keyText = (publicKey: Uint8Array): string => Buffer.from(publicKey).toString('base64');
