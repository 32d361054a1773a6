/**
 * Frames in, messages out: the order of each channel by itself, fragments put together, credit watched. Frames that came before one that
 * is missing wait here, bounded by the caller (`heldBytes`).
 */
import { RelaisError } from '../../registry/index.js';
import {
  CHANNEL_CONTROL,
  CHANNEL_COUNT,
  FIRST_APPLICATION_TYPE,
  FIRST_SEQ,
  FLAG_CONTINUED,
  FLAG_MORE,
  FLAGS_KNOWN,
  FRAME_HEADER_BYTES,
  INITIAL_CREDIT_BYTES,
  MessageType,
} from '../wire/index.js';

/** Where messages go. The session's own (control channel, types below FIRST_APPLICATION_TYPE) go to `sessionMessage`, at once. */
export interface FrameSink {
  message(channel: number, type: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  sessionMessage(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
}

/** What an entry costs beside its bytes, roughly. */
const HELD_FRAME_BYTES = 200;

interface HeldFrame {
  readonly body: Uint8Array;
  readonly view: DataView;
  readonly at: number;
}

class Channel {
  expectedSeq = FIRST_SEQ;
  receivedPayloadBytes = 0;
  grantedBytes = INITIAL_CREDIT_BYTES;
  readonly held = new Map<number, HeldFrame>();
  /** The message whose fragments are coming in: its first bytes; null between messages. */
  partial: Uint8Array | null = null;
  partialBytes = 0;
  partialType = 0;
}

export class ChannelReceiver {
  /** Memory that waiting frames hold on to. */
  heldBytes = 0;
  /** Channels whose credit should be renewed, one bit each. */
  creditDueChannels = 0;
  /** Set by the sink, in the middle of a record, when nothing more shall be delivered. */
  isStopped = false;
  private readonly sink: FrameSink;
  private readonly messageBytesMax: number;
  private readonly creditBytes: number;
  private readonly channels: readonly Channel[] = Array.from({ length: CHANNEL_COUNT }, () => new Channel());

  constructor(sink: FrameSink, { messageBytes, creditBytes }: { messageBytes: number; creditBytes: number }) {
    this.sink = sink;
    this.messageBytesMax = messageBytes;
    this.creditBytes = creditBytes;
  }

  /**
   * Takes the body of an authentic record. `mayHaveGap`: some record before it is missing, so that frames may be ahead of their turn.
   * true: it holds something that wants an acknowledgement. Errors: RELAIS_E_FRAME_MALFORMED, _FRAME_UNSUPPORTED, _MESSAGE_TOO_LARGE,
   * _CREDIT_EXCEEDED; all are defects of the peer.
   */
  body(body: Uint8Array, mayHaveGap: boolean): boolean {
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    const end = body.length;
    let at = 0;
    let wantsAck = false;
    while (at < end && !this.isStopped) {
      if (end - at < FRAME_HEADER_BYTES) malformed('header cut short');
      const length = view.getUint16(at, true);
      const channelNumber = view.getUint8(at + 2);
      const type = view.getUint8(at + 3);
      const flags = view.getUint8(at + 4);
      const count = view.getUint8(at + 5);
      const payloadAt = at + FRAME_HEADER_BYTES;
      const frameEnd = payloadAt + length * count;
      if (count === 0 || length === 0 || frameEnd > end) malformed(`${count} messages of ${length} bytes`);
      if ((flags & ~FLAGS_KNOWN) !== 0) throw new RelaisError('RELAIS_E_FRAME_UNSUPPORTED', `flags ${flags}`);
      if (channelNumber === CHANNEL_CONTROL && type < FIRST_APPLICATION_TYPE) {
        if (type !== MessageType.Ack) wantsAck = true;
        if (count !== 1 || flags !== 0) malformed('session message in a merged or cut frame');
        this.sink.sessionMessage(type, body, view, payloadAt, length);
      } else {
        wantsAck = true;
        const channel = this.channels[channelNumber];
        if (channel === undefined) throw new RelaisError('RELAIS_E_FRAME_UNSUPPORTED', `channel ${channelNumber}`);
        if (flags !== 0 && count !== 1) malformed('merged fragments');
        this.countCredit(channel, channelNumber, length * count);
        const ahead = (view.getUint32(at + 6, true) - channel.expectedSeq) | 0;
        if (ahead === 0) {
          this.deliver(channel, channelNumber, body, view, at);
          if (channel.held.size > 0) this.deliverHeld(channel, channelNumber);
        } else this.hold(channel, ahead, mayHaveGap, { body, view, at }, frameEnd - at);
      }
      at = frameEnd;
    }
    return wantsAck;
  }

  /** Credit to announce for a channel: payload bytes since the session began. */
  renewCredit(channelNumber: number): number {
    const channel = this.channels[channelNumber] as Channel;
    this.creditDueChannels &= ~(1 << channelNumber);
    channel.grantedBytes = Math.max(channel.grantedBytes, channel.receivedPayloadBytes + this.creditBytes);
    return channel.grantedBytes;
  }

  private countCredit(channel: Channel, channelNumber: number, payloadBytes: number): void {
    channel.receivedPayloadBytes += payloadBytes;
    const left = channel.grantedBytes - channel.receivedPayloadBytes;
    if (left < 0) throw new RelaisError('RELAIS_E_CREDIT_EXCEEDED', `channel ${channelNumber}`);
    if (left < this.creditBytes / 2) this.creditDueChannels |= 1 << channelNumber;
  }

  private hold(channel: Channel, ahead: number, mayHaveGap: boolean, frame: HeldFrame, frameBytes: number): void {
    const seq = channel.expectedSeq + ahead;
    if (ahead < 0 || !mayHaveGap || channel.held.has(seq)) malformed(`sequence ${seq} where ${channel.expectedSeq} is next`);
    channel.held.set(seq, frameBytes < frame.body.length / 2 ? copyOf(frame, frameBytes) : frame);
    this.heldBytes += frameBytes + HELD_FRAME_BYTES;
  }

  private deliverHeld(channel: Channel, channelNumber: number): void {
    while (!this.isStopped) {
      const frame = channel.held.get(channel.expectedSeq);
      if (frame === undefined) return;
      channel.held.delete(channel.expectedSeq);
      const frameBytes = FRAME_HEADER_BYTES + frame.view.getUint16(frame.at, true) * frame.view.getUint8(frame.at + 5);
      this.heldBytes -= frameBytes + HELD_FRAME_BYTES;
      this.deliver(channel, channelNumber, frame.body, frame.view, frame.at);
    }
  }

  /** Delivers the frame at `at`, which was checked and whose turn it is. */
  private deliver(channel: Channel, channelNumber: number, body: Uint8Array, view: DataView, at: number): void {
    const length = view.getUint16(at, true);
    const type = view.getUint8(at + 3);
    const flags = view.getUint8(at + 4);
    const payloadAt = at + FRAME_HEADER_BYTES;
    if (flags !== 0 || channel.partial !== null) {
      this.fragment(channel, channelNumber, type, flags, body, payloadAt, length);
      return;
    }
    const end = payloadAt + length * view.getUint8(at + 5);
    let seq = channel.expectedSeq;
    for (let messageAt = payloadAt; messageAt < end; messageAt += length) {
      channel.expectedSeq = seq + 1;
      this.sink.message(channelNumber, type, seq, body, view, messageAt, length);
      if (this.isStopped) return;
      seq += 1;
    }
  }

  private fragment(
    channel: Channel,
    channelNumber: number,
    type: number,
    flags: number,
    body: Uint8Array,
    at: number,
    length: number,
  ): void {
    const isContinued = (flags & FLAG_CONTINUED) !== 0;
    if (isContinued !== (channel.partial !== null) || (isContinued && type !== channel.partialType)) malformed('fragments out of order');
    const whole = channel.partialBytes + length;
    if (whole > this.messageBytesMax) throw new RelaisError('RELAIS_E_MESSAGE_TOO_LARGE', `${whole} bytes`);
    let partial = channel.partial ?? new Uint8Array(4 * length);
    if (partial.length < whole) {
      const larger = new Uint8Array(2 * whole);
      larger.set(partial.subarray(0, channel.partialBytes));
      partial = larger;
    }
    partial.set(body.subarray(at, at + length), channel.partialBytes);
    channel.partialBytes = whole;
    channel.partialType = type;
    const seq = channel.expectedSeq;
    channel.expectedSeq = seq + 1;
    if ((flags & FLAG_MORE) !== 0) {
      channel.partial = partial;
      return;
    }
    channel.partial = null;
    channel.partialBytes = 0;
    this.sink.message(channelNumber, type, seq, partial, new DataView(partial.buffer), 0, whole);
  }
}

/** A small frame does not keep the whole body of its record alive. */
function copyOf({ body, at }: HeldFrame, frameBytes: number): HeldFrame {
  const copy = body.slice(at, at + frameBytes);
  return { body: copy, view: new DataView(copy.buffer, copy.byteOffset, copy.byteLength), at: 0 };
}

function malformed(what: string): never {
  throw new RelaisError('RELAIS_E_FRAME_MALFORMED', what);
}
