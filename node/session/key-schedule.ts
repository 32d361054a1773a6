/**
 * Keys of the records of one session, and how they change while it runs.
 *
 * Intuition: two people who read to each other agree on a new language. The responder proposes; the initiator says "understood" in the
 * old language, and from then on understands both; when the responder has heard that, it speaks the new one; when the initiator hears
 * the new one for the first time, it knows that it was heard, and changes over too. Whoever has every page in the old language throws
 * that dictionary away. No third language is proposed before that.
 *
 * Sealed records are kept sealed, so the sealing key of a generation is dropped at the change-over; its opening key when every record
 * sealed with it has arrived.
 */
import { agree, type KeyPair, KeyRatchet, keyPairOf, type RecordKeys, RecordOpener, RecordSealer } from '../wire/index.js';

export interface KeyScheduleOptions {
  readonly isInitiator: boolean;
  readonly handshakeHash: Uint8Array;
  /** From the handshake; wiped here. */
  readonly keys: RecordKeys;
  readonly random: (length: number) => Uint8Array;
  readonly keyLog: ((generation: number, keys: RecordKeys) => void) | null;
}

export interface PskOfGeneration {
  readonly generation: number;
  readonly psk: Uint8Array;
}

/** An offer that was made and not answered yet. */
interface OpenOffer {
  readonly generation: number;
  readonly psk: PskOfGeneration;
  readonly ephemeral: KeyPair;
}

export class KeySchedule {
  sealer: RecordSealer;
  opener: RecordOpener;
  /** Opens records of the next generation while both are in use. */
  nextOpener: RecordOpener | null = null;
  pskGeneration: number;
  private readonly options: KeyScheduleOptions;
  private readonly ratchet: KeyRatchet;
  /** Lowest record number seen with nextOpener: when all before it have arrived, `opener` has done its work. */
  private nextFirstSeen = Number.POSITIVE_INFINITY;
  /** Initiator: takes over when the responder is heard to use the new generation. */
  private nextSealer: RecordSealer | null = null;
  private openOffer: OpenOffer | null = null;
  private agreedPskGeneration: number;

  constructor(options: KeyScheduleOptions, pskGeneration: number) {
    this.options = options;
    this.pskGeneration = pskGeneration;
    this.agreedPskGeneration = pskGeneration;
    this.ratchet = new KeyRatchet(options.handshakeHash, options.keys);
    const { sealer, opener } = this.take(0, options.keys);
    this.sealer = sealer;
    this.opener = opener;
  }

  /** The opener for a record with this low byte of its generation; null: no such generation is in use. */
  openerOf(generationByte: number): RecordOpener | null {
    if ((this.opener.generation & 0xff) === generationByte) return this.opener;
    if (this.nextOpener !== null && (this.nextOpener.generation & 0xff) === generationByte) return this.nextOpener;
    return null;
  }

  /** Whether the generation before the present one is done with on this side, so that another may begin. */
  get isSettled(): boolean {
    return this.nextOpener === null && this.openOffer === null;
  }

  /** Responder: public key for a RekeyOffer. Only when settled. */
  offer(psk: PskOfGeneration): { generation: number; publicKey: Uint8Array } {
    const ephemeral = this.freshPair();
    const generation = this.sealer.generation + 1;
    this.openOffer = { generation, psk, ephemeral };
    return { generation, publicKey: ephemeral.publicKey };
  }

  /** Responder: an answer has come. false: it answers no offer. From here on records are sealed with the new generation. */
  answered(generation: number, publicKey: Uint8Array): boolean {
    const offer = this.openOffer;
    if (offer === null || offer.generation !== generation) return false;
    this.openOffer = null;
    const { sealer, opener } = this.derive(generation, offer.ephemeral, publicKey, offer.psk);
    this.nextOpener = opener;
    this.sealer = sealer;
    this.pskGeneration = offer.psk.generation;
    return true;
  }

  /** Initiator: accepts an offer and gives the public key for the RekeyAnswer. Only when settled. */
  accept(generation: number, publicKey: Uint8Array, psk: PskOfGeneration): Uint8Array {
    const ephemeral = this.freshPair();
    const { sealer, opener } = this.derive(generation, ephemeral, publicKey, psk);
    this.nextOpener = opener;
    this.nextSealer = sealer;
    this.agreedPskGeneration = psk.generation;
    return ephemeral.publicKey;
  }

  /** A record of nextOpener was authentic. true: this side changes over to the new generation now. */
  sawNext(number: number): boolean {
    this.nextFirstSeen = Math.min(this.nextFirstSeen, number);
    if (this.nextSealer === null) return false;
    this.sealer = this.nextSealer;
    this.nextSealer = null;
    this.pskGeneration = this.agreedPskGeneration;
    return true;
  }

  /** Gives the generation that is retired now that every record up to `through` has arrived, or −1. */
  retire(through: number): number {
    if (this.nextOpener === null || through < this.nextFirstSeen) return -1;
    const { generation } = this.opener;
    this.opener = this.nextOpener;
    this.nextOpener = null;
    this.nextFirstSeen = Number.POSITIVE_INFINITY;
    return generation;
  }

  wipe(): void {
    this.ratchet.wipe();
  }

  private derive(generation: number, own: KeyPair, remotePublicKey: Uint8Array, { psk }: PskOfGeneration) {
    const secret = agree(own, remotePublicKey);
    const keys = this.ratchet.step(generation, secret, psk);
    secret.fill(0);
    return this.take(generation, keys);
  }

  private take(generation: number, keys: RecordKeys): { sealer: RecordSealer; opener: RecordOpener } {
    const { isInitiator, keyLog } = this.options;
    keyLog?.(generation, keys);
    const sealer = new RecordSealer(generation, isInitiator ? keys.initiatorKey : keys.responderKey);
    const opener = new RecordOpener(generation, isInitiator ? keys.responderKey : keys.initiatorKey);
    keys.initiatorKey.fill(0);
    keys.responderKey.fill(0);
    return { sealer, opener };
  }

  private freshPair(): KeyPair {
    const raw = this.options.random(32);
    const pair = keyPairOf(raw);
    raw.fill(0);
    return pair;
  }
}
