/**
 * One command of a partner, read in place, with what is common to all of them: who sent it, its client order ids, what it says in one
 * number. The memory of the command is only used during the call.
 */
import { RelaisError } from '../../registry/index.js';
import { CancelOrderReader, MassCancelReader, MessageType, messageCrcIsGood, NewOrderReader, ReplaceOrderReader } from '../wire/index.js';
import type { IdBytes } from './execution-reports.js';
import { FINGERPRINT_SEED, mixBytes, mixNumber } from './keyed-hash.js';

export class Request {
  readonly newOrder = new NewOrderReader();
  readonly cancelOrder = new CancelOrderReader();
  readonly replaceOrder = new ReplaceOrderReader();
  readonly massCancel = new MassCancelReader();
  readonly id: IdBytes = { bytes: new Uint8Array(0), at: 0, length: 0 };
  readonly origId: IdBytes = { bytes: new Uint8Array(0), at: 0, length: 0 };
  type = 0;
  partner = 0;
  session = 0;
  instrument = 0;
  acceptUntilUs = 0;
  fingerprint = 0;

  /** Reads a command; false when it is none, or is damaged or malformed. */
  read(partner: number, session: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    if (length < 1 || !messageCrcIsGood(bytes, at, length)) return false;
    this.type = type;
    this.partner = partner;
    this.session = session;
    this.id.bytes = bytes;
    this.origId.bytes = bytes;
    this.origId.length = 0;
    try {
      return this.wrap(type, bytes, view, at, length);
    } catch (error) {
      // The readers refuse by coded errors what does not decode; anything else is a defect.
      if (error instanceof RelaisError) return false;
      throw error;
    }
  }

  private wrap(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    switch (type) {
      case MessageType.NewOrder: {
        const order = this.newOrder.wrap(view, bytes, at, length);
        this.common(order, order.clientOrderIdAt, order.clientOrderIdLength);
        this.mix(order.side | (order.ordType << 8) | (order.timeInForce << 16) | (order.flags << 24));
        this.mix(order.selfTradePolicy);
        this.mix(order.price);
        this.mix(order.stopPrice);
        this.mix(order.quantity);
        return true;
      }
      case MessageType.CancelOrder: {
        const cancel = this.cancelOrder.wrap(view, bytes, at, length);
        this.common(cancel, cancel.clientOrderIdAt, cancel.clientOrderIdLength);
        this.orig(cancel.origClientOrderIdAt, cancel.origClientOrderIdLength);
        return true;
      }
      case MessageType.ReplaceOrder: {
        const replace = this.replaceOrder.wrap(view, bytes, at, length);
        this.common(replace, replace.clientOrderIdAt, replace.clientOrderIdLength);
        this.orig(replace.origClientOrderIdAt, replace.origClientOrderIdLength);
        this.mix(replace.price);
        this.mix(replace.stopPrice);
        this.mix(replace.quantity);
        return true;
      }
      case MessageType.MassCancel: {
        const mass = this.massCancel.wrap(view, bytes, at, length);
        this.common(mass, mass.clientOrderIdAt, mass.clientOrderIdLength);
        this.mix(mass.side);
        return true;
      }
      default:
        return false;
    }
  }

  private common(reader: { instrument: number; acceptUntilUs: number }, idAt: number, idLength: number): void {
    this.instrument = reader.instrument;
    this.acceptUntilUs = reader.acceptUntilUs;
    this.id.at = idAt;
    this.id.length = idLength;
    this.fingerprint = mixNumber(mixNumber(FINGERPRINT_SEED, this.type), reader.instrument);
  }

  private orig(at: number, length: number): void {
    this.origId.at = at;
    this.origId.length = length;
    this.fingerprint = mixBytes(this.fingerprint, this.origId.bytes, at, length);
  }

  private mix(value: number): void {
    this.fingerprint = mixNumber(this.fingerprint, value);
  }
}
