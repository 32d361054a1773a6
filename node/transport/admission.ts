/**
 * Who of the strangers may stay.
 *
 * A listener cannot tell a real client from an attacker before the handshake is done, but it can bound what strangers cost: so many
 * unfinished handshakes in all and per address, so many bytes each. When there are too many the *oldest* unfinished one goes: a real
 * client finishes within a round trip, so a flood would have to fill the whole limit within that time to push it out.
 *
 * Pure bookkeeping: no sockets, no clock. (How long a handshake may take is watched by its session.)
 */
export interface AdmissionLimits {
  readonly maxConnections: number;
  readonly maxHalfOpen: number;
  readonly maxHalfOpenPerAddress: number;
  readonly maxHandshakeBytes: number;
}

interface HalfOpen {
  readonly group: string;
  bytes: number;
}

export class Admission<T> {
  private readonly limits: AdmissionLimits;
  /** Insertion order is age. */
  private readonly halfOpen = new Map<T, HalfOpen>();
  private readonly byGroup = new Map<string, Set<T>>();
  private readonly established = new Set<T>();

  constructor(limits: AdmissionLimits) {
    this.limits = limits;
  }

  get halfOpenCount(): number {
    return this.halfOpen.size;
  }
  get establishedCount(): number {
    return this.established.size;
  }

  /** A stranger has connected. Returns who must be dropped for it, if anybody; the caller drops it and need not call `left`. */
  arrived(stranger: T, address: string): T | null {
    const group = addressGroup(address);
    const siblings = this.byGroup.get(group);
    const full = siblings !== undefined && siblings.size >= this.limits.maxHalfOpenPerAddress;
    const candidates = full ? siblings : this.halfOpen.size >= this.limits.maxHalfOpen ? this.halfOpen : null;
    const oldest = candidates === null ? null : (candidates.keys().next().value ?? null);
    if (oldest !== null) this.left(oldest);
    this.halfOpen.set(stranger, { group, bytes: 0 });
    const members = this.byGroup.get(group);
    if (members === undefined) this.byGroup.set(group, new Set([stranger]));
    else members.add(stranger);
    return oldest;
  }

  /** The stranger sent so many bytes more. False: more than a handshake has. */
  mayReceive(stranger: T, bytes: number): boolean {
    const entry = this.halfOpen.get(stranger);
    if (entry === undefined) return true;
    entry.bytes += bytes;
    return entry.bytes <= this.limits.maxHandshakeBytes;
  }

  /** The handshake is done. False: there are as many sessions as there may be, the caller closes this one. */
  becameEstablished(peer: T): boolean {
    this.left(peer);
    if (this.established.size >= this.limits.maxConnections) return false;
    this.established.add(peer);
    return true;
  }

  /** The connection is gone, in whatever state it was. */
  left(peer: T): void {
    this.established.delete(peer);
    const entry = this.halfOpen.get(peer);
    if (entry === undefined) return;
    this.halfOpen.delete(peer);
    const members = this.byGroup.get(entry.group);
    members?.delete(peer);
    if (members?.size === 0) this.byGroup.delete(entry.group);
  }
}

/** One customer line owns a whole IPv6 /64: its addresses count as one. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...middle, ...right].slice(0, 4).join(':');
}
