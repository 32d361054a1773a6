/**
 * Keys: the provider port and its implementation in files, node identities, partner credentials, and the pass that rotates transport keys.
 * The only room of the operator that holds secrets; nothing here logs, and no error carries key material. Decisions are made in operator/decide.
 */
export type { Files } from './atomic-file.js';
export {
  checkNodeSecrets,
  type NodeIdentity,
  type NodeSecrets,
  type NodeTransportKeys,
  type PartnerCredentials,
  type PartnerSecrets,
  type TransportKey,
  type TransportKeySet,
} from './documents.js';
export { FileKeyProvider } from './file-key-provider.js';
export { ensureNodeIdentity, ensurePartner, newKey, partnerCredentials } from './generate.js';
export type { KeyProvider, Random } from './key-provider.js';
export {
  nodeTransportKeys,
  type RotationOutcome,
  type RotationPass,
  rotateTransportKeys,
  rotationLimits,
} from './rotate-transport-keys.js';
export { x25519PublicKey } from './x25519.js';
