import { type ErrorCode, RelaisError } from '../../registry/index.js';
import {
  decodeAck,
  decodeBeat,
  decodeClose,
  decodeCredit,
  decodeNack,
  decodeRekeyAnswer,
  decodeRekeyOffer,
  emptyAck,
  emptyBeat,
  emptyClose,
  emptyCredit,
  emptyNack,
  emptyRekeyAnswer,
  emptyRekeyOffer,
  MessageType,
  messageCrcIsGood,
  type RekeyAnswer,
  type RekeyOffer,
} from '../wire/index.js';
import { errorOfWireNumber } from './wire-errors.js';

/** What the sessions of two peers say to each other. */
export interface SessionMessageListener {
  acknowledged(number: number, delayMs: number): void;
  askedAgain(first: number, count: number): void;
  credited(channel: number, limitBytes: number): void;
  offered(offer: RekeyOffer): void;
  answered(answer: RekeyAnswer): void;
  closed(code: ErrorCode | null, detail: string): void;
}

/** The frequent one is decoded into the same object each time. */
const ack = emptyAck();

/** Reads one message of the session itself. Errors: RELAIS_E_MESSAGE_CRC, _FRAME_UNSUPPORTED, and those of the decoders. */
export function readSessionMessage(
  listener: SessionMessageListener,
  type: number,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  length: number,
): void {
  if (!messageCrcIsGood(bytes, at, length)) throw new RelaisError('RELAIS_E_MESSAGE_CRC', `session message ${type}`);
  switch (type) {
    case MessageType.Ack:
      decodeAck(view, bytes, at, length, ack);
      return listener.acknowledged(ack.acknowledged, ack.delayUs / 1_000);
    case MessageType.Beat:
      return listener.acknowledged(decodeBeat(view, bytes, at, length, emptyBeat()).acknowledged, 0);
    case MessageType.Nack: {
      const nack = decodeNack(view, bytes, at, length, emptyNack());
      listener.acknowledged(nack.acknowledged, 0);
      for (const { first, count } of nack.ranges) listener.askedAgain(first, count);
      return;
    }
    case MessageType.Credit: {
      const { creditChannel, limitBytes } = decodeCredit(view, bytes, at, length, emptyCredit());
      return listener.credited(creditChannel, limitBytes);
    }
    case MessageType.RekeyOffer:
      return listener.offered(decodeRekeyOffer(view, bytes, at, length, emptyRekeyOffer()));
    case MessageType.RekeyAnswer:
      return listener.answered(decodeRekeyAnswer(view, bytes, at, length, emptyRekeyAnswer()));
    case MessageType.Close: {
      const { error, detail } = decodeClose(view, bytes, at, length, emptyClose());
      return listener.closed(error === 0 ? null : errorOfWireNumber(error), detail);
    }
    default:
      throw new RelaisError('RELAIS_E_FRAME_UNSUPPORTED', `session message ${type}`);
  }
}
