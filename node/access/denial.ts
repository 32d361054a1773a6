import type { ErrorCode } from '../../registry/index.js';
import type { Peer } from './directory.js';

/** Every denial becomes one of these and goes to the audit trail, whoever noticed it. */
export interface AccessDenial {
  readonly what: 'address' | 'handshake' | 'message';
  readonly code: ErrorCode;
  readonly remoteAddress: string;
  /** Who it was, as far as that was proved when it was denied. */
  readonly peer: { readonly kind: 'partner' | 'node'; readonly name: string; readonly number: number } | null;
  /** Message type that was denied; 0 when no message was involved. */
  readonly messageType: number;
  /** Kinds of a Subscribe, scope of an ExecutionsFrom, else 0. */
  readonly field: number;
}

/** The record of a denial. */
export function denial(
  what: AccessDenial['what'],
  code: ErrorCode,
  from: { remoteAddress: string; peer: Peer | null; messageType?: number; field?: number },
): AccessDenial {
  const { peer } = from;
  return {
    what,
    code,
    remoteAddress: from.remoteAddress,
    peer: peer === null ? null : { kind: peer.kind, name: peer.name, number: peer.number },
    messageType: from.messageType ?? 0,
    field: from.field ?? 0,
  };
}
