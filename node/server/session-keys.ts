/** The keys that sessions are admitted and sealed with: transport keys of links by generation, seeds of partners by number. */
import type { NodeSecrets } from '../../operator/keys/index.js';
import type { ErrorCode } from '../../registry/index.js';
import { type Preamble, partnerDayIsAcceptable, partnerPsk } from '../wire/index.js';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

export class SessionKeys {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  #seeds: ReadonlyMap<number, Uint8Array>;
  #transport: ReadonlyMap<number, Uint8Array>;
  active: number;
  /** Version of the key set that is held: what the node confirms. */
  version: number;

  constructor(secrets: NodeSecrets) {
    this.privateKey = bytesOf(secrets.identity.privateKey);
    this.publicKey = bytesOf(secrets.identity.publicKey);
    this.#seeds = new Map();
    this.#transport = new Map();
    this.active = 0;
    this.version = 0;
    this.replace(secrets);
  }

  /** Takes a later version of the secrets. Returns whether another transport key is active now. The identity of a node never changes. */
  replace(secrets: NodeSecrets): boolean {
    const before = this.active;
    this.#seeds = new Map(secrets.partnerSeeds.map(({ partner, seed }) => [partner, bytesOf(seed)]));
    this.#transport = new Map((secrets.transportKeys?.keys ?? []).map(({ generation, key }) => [generation, bytesOf(key)]));
    this.active = secrets.transportKeys?.activeGeneration ?? 0;
    this.version = secrets.transportKeys?.version ?? 0;
    return this.active !== before;
  }

  /** Before any cryptography: is the key generation of this preamble one that is trusted now? */
  refuseGeneration(preamble: Preamble, nowUs: number): ErrorCode | null {
    if (preamble.kind === 'node') return this.#transport.has(preamble.keyGeneration) ? null : 'RELAIS_E_KEY_GENERATION_UNKNOWN';
    return partnerDayIsAcceptable(preamble.keyGeneration, nowUs) ? null : 'RELAIS_E_KEY_GENERATION_UNKNOWN';
  }

  /** psk of a link; null for a generation that is not trusted. */
  transportPsk(generation: number): Uint8Array | null {
    return this.#transport.get(generation) ?? null;
  }

  /** psk of a partner for a day; null for a partner without a seed. */
  partnerPsk(partner: number, dayNumber: number): Uint8Array | null {
    const seed = this.#seeds.get(partner);
    return seed === undefined ? null : partnerPsk(seed, dayNumber);
  }
}
