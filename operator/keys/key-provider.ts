import type { NodeIdentity, NodeSecrets, PartnerSecrets, TransportKeySet } from './documents.js';

/**
 * Where keys are kept. One provider is the authority for its keys; what it holds survives it. Every write is whole or not at all, and durable
 * when it resolves. Documents with a version are written only over a lower one: RELAIS_E_KEYS_GENERATION otherwise. What is damaged is
 * reported (RELAIS_E_KEYS_DAMAGED) and never replaced by something new.
 */
export interface KeyProvider {
  readTransportKeys(schedule: string): Promise<TransportKeySet | null>;
  writeTransportKeys(set: TransportKeySet): Promise<void>;
  readNodeIdentity(region: string): Promise<NodeIdentity | null>;
  /** Written once: an identity is never replaced by this. */
  writeNodeIdentity(identity: NodeIdentity): Promise<void>;
  readPartner(partner: string): Promise<PartnerSecrets | null>;
  writePartner(secrets: PartnerSecrets): Promise<void>;
  readNodeSecrets(region: string): Promise<NodeSecrets | null>;
  writeNodeSecrets(secrets: NodeSecrets): Promise<void>;
}

/** Fresh bytes from a cryptographic source. */
export type Random = (length: number) => Uint8Array;
