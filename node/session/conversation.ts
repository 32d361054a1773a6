/**
 * A session after its handshake: records in and out, and what sessions say to each other. Joins transmitter (out), acknowledger and
 * channel receiver (in) and rekey; session.ts owns it and keeps the session's life.
 */
import { type ErrorCode, RelaisError } from '../../registry/index.js';
import {
  CHANNEL_COUNT,
  CREDIT_ALL_CHANNELS,
  emptyBeat,
  encodeBeat,
  encodeClose,
  encodeCredit,
  keyLogLines,
  MessageType,
  RECORD_TYPE_FRAMES,
  RecordParser,
  type RecordSealer,
  type RekeyAnswer,
  type RekeyOffer,
  recordFlagsAt,
  recordGenerationAt,
  recordNumberAt,
  recordTypeAt,
} from '../wire/index.js';
import { Acknowledger } from './acknowledger.js';
import { ChannelReceiver } from './channel-receiver.js';
import { KeySchedule } from './key-schedule.js';
import type { Opened } from './opening.js';
import { recordBody } from './record-body.js';
import { type RecordProgress, Rekey } from './rekey.js';
import { readSessionMessage } from './session-messages.js';
import { Transmitter, type Write } from './transmitter.js';
import type { SessionEvent, SessionHandler, SessionLimits, SessionOptions } from './types.js';
import { wireNumberOf } from './wire-errors.js';

export interface ConversationOwner {
  /** An authentic record has come. */
  heard(): void;
  /** The session must end, and the peer be told why. */
  fail(code: ErrorCode, detail: string): void;
  /** The peer has ended it. */
  closedByPeer(code: ErrorCode | null, detail: string): void;
  /** There is something to write. */
  wake(): void;
}

const NEVER = Number.POSITIVE_INFINITY;
const TAIL_PATIENCE_MAX = 10;

export class Conversation {
  readonly transmitter: Transmitter;
  readonly rekey: Rekey;
  /** The Close that is to be written: at once, or `isOrderly` after everything before it has arrived. */
  close: { readonly code: ErrorCode | null; readonly detail: string; isWritten: boolean } | null = null;
  /** Goes out with every beat. */
  mainLoopProgress = 0;
  private readonly handler: SessionHandler;
  private readonly limits: SessionLimits;
  private readonly owner: ConversationOwner;
  private readonly keys: KeySchedule;
  private readonly parser: RecordParser;
  private readonly acknowledger: Acknowledger;
  private readonly receiver: ChannelReceiver;
  private readonly progress: { lastSent: number; acknowledged: number; receivedThrough: number };
  private nowMs: number;
  private lastHeardMs: number;
  private isBeatDue = true;
  private isCreditForAllDue = true;
  private tailPatience = 0;
  private readonly beat = emptyBeat();

  constructor(options: SessionOptions, opened: Opened, owner: ConversationOwner, nowMs: number) {
    const { handler, limits, pskOf = null, keyLog } = options;
    this.handler = handler;
    this.limits = limits;
    this.owner = owner;
    this.nowMs = nowMs;
    this.lastHeardMs = nowMs;
    const isInitiator = options.role === 'initiator';
    const { handshakeHash } = opened.result;
    this.keys = new KeySchedule(
      {
        isInitiator,
        handshakeHash,
        keys: opened.result,
        random: options.random,
        keyLog: keyLog === undefined ? null : keyLogLines(opened.initiatorEphemeral, keyLog),
      },
      opened.peer.keyGeneration,
    );
    const event = (what: SessionEvent) => handler.event(what);
    const psk = { generation: opened.peer.keyGeneration, psk: opened.psk };
    this.rekey = new Rekey({ isInitiator, keys: this.keys, psk, pskOf, limits, event, nowMs });
    this.transmitter = new Transmitter(limits, handler, nowMs);
    this.acknowledger = new Acknowledger(limits);
    this.receiver = new ChannelReceiver(this, { messageBytes: limits.sessionMessageBytes, creditBytes: limits.sessionCreditBytes });
    this.parser = new RecordParser(this);
    this.progress = { lastSent: 0, acknowledged: 0, receivedThrough: 0 };
  }

  get sealer(): RecordSealer {
    return this.keys.sealer;
  }

  receive(chunk: Uint8Array, nowMs: number): void {
    this.nowMs = nowMs;
    try {
      this.parser.receive(chunk, nowMs);
      this.stepRekey();
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      this.owner.fail(error.code, error.detail);
    }
    if (this.hasOutput) this.owner.wake();
  }

  flush(nowMs: number, write: Write): void {
    this.nowMs = nowMs;
    if (this.close?.isWritten === true) return;
    this.transmitter.flush(nowMs, this, this.close === null || this.close.code === null, write);
    this.stepRekey();
  }

  tick(nowMs: number, lateMs: number): void {
    this.nowMs = nowMs;
    // Whoever overslept blames itself first: the peer may have spoken meanwhile.
    if (lateMs > this.limits.sessionSilentMs / 4) this.lastHeardMs += lateMs;
    if (nowMs >= this.lastHeardMs + this.limits.sessionSilentMs) {
      this.owner.fail('RELAIS_E_PEER_SILENT', `${Math.round(nowMs - this.lastHeardMs)} ms`);
      return;
    }
    if (nowMs >= this.beatMs) {
      if (!this.transmitter.isQuiet) this.tailPatience = Math.min(this.tailPatience + 1, TAIL_PATIENCE_MAX);
      else this.transmitter.trim();
      this.isBeatDue = true;
    }
    this.stepRekey();
    if (this.hasOutput) this.owner.wake();
  }

  get nextTickMs(): number {
    const heardMs = this.lastHeardMs + this.limits.sessionSilentMs;
    return Math.min(this.beatMs, this.acknowledger.nextMs, this.rekey.nextMs, heardMs);
  }

  rotateTransportKey(generation: number, psk: Uint8Array): void {
    this.rekey.rotate(generation, psk, this.nowMs);
    this.stepRekey();
    if (this.hasOutput) this.owner.wake();
  }

  /** Nothing more is delivered. */
  stop(): void {
    this.receiver.isStopped = true;
    this.keys.wipe();
  }

  /** Whether everything that was sent before an orderly Close has arrived. */
  get isDrained(): boolean {
    return this.transmitter.scheduler.isEmpty && this.transmitter.isQuiet;
  }

  // What the transmitter asks for.

  addSessionMessages(nowMs: number, goesAnyway: boolean): void {
    const { close, beat, acknowledger } = this;
    if (close !== null && !close.isWritten && (close.code !== null || (!goesAnyway && this.isDrained))) {
      recordBody.add(MessageType.Close, encodeClose, { error: close.code === null ? 0 : wireNumberOf(close.code), detail: close.detail });
      close.isWritten = true;
      return;
    }
    if (close?.isWritten === true) return;
    acknowledger.write(recordBody, nowMs, goesAnyway, this.transmitter.link.smoothedMs, this.onEvent);
    if (this.rekey.hasOutput) this.rekey.write(recordBody);
    if (this.isCreditForAllDue || this.receiver.creditDueChannels !== 0) this.addCredits();
    if (!this.isBeatDue) return;
    this.isBeatDue = false;
    beat.highestSent = this.transmitter.sent.nextNumber;
    beat.acknowledged = acknowledger.received.through;
    beat.progress = this.mainLoopProgress;
    recordBody.add(MessageType.Beat, encodeBeat, beat);
    acknowledger.said();
  }

  // What the parser finds.

  record(bytes: Uint8Array, at: number, recordBytes: number): boolean {
    const { nowMs, acknowledger, keys } = this;
    const { received } = acknowledger;
    const number = recordNumberAt(bytes, at);
    if (received.has(number)) {
      this.handler.event({ type: 'duplicate', record: number });
      acknowledger.wantsAck(nowMs, false);
      return true;
    }
    // Not even opened: it will be asked for again when there is room.
    if (number > received.through + 1 && this.receiver.heldBytes + recordBytes > this.limits.sessionReorderBytes) return true;
    const opener = keys.openerOf(recordGenerationAt(bytes, at));
    const body = opener?.open(bytes, at) ?? null;
    if (body === null) {
      this.handler.event({ type: 'forgery', record: number });
      throw new RelaisError('RELAIS_E_RECORD_FORGED', `record ${number}`);
    }
    if (received.isTooFarAhead(number) || recordTypeAt(bytes, at) !== RECORD_TYPE_FRAMES || recordFlagsAt(bytes, at) !== 0) {
      throw new RelaisError('RELAIS_E_RECORD_UNEXPECTED', `record ${number}`);
    }
    this.lastHeardMs = nowMs;
    acknowledger.arrived(number, recordBytes, nowMs);
    if (opener !== keys.opener) this.rekey.sawNext(number, this.currentProgress());
    this.owner.heard();
    if (this.receiver.body(body, received.through < number)) acknowledger.wantsAck(nowMs, false);
    else acknowledger.wantsNoAck(nowMs);
    return !this.receiver.isStopped;
  }

  isMissing(number: number): boolean {
    const { received } = this.acknowledger;
    return !received.has(number) && !received.isTooFarAhead(number);
  }

  damage(where: 'header' | 'record', bytes: number): void {
    this.handler.event({ type: 'damage', where, bytes });
  }

  givenUp(): void {
    this.owner.fail('RELAIS_E_STREAM_DAMAGED', '');
  }

  // What the channel receiver delivers.

  message(channel: number, type: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.handler.message(channel, type, seq, bytes, view, at, length);
  }

  sessionMessage(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    readSessionMessage(this, type, bytes, view, at, length);
  }

  // What the peer's session says.

  acknowledged(number: number, delayMs: number): void {
    const before = this.transmitter.sent.acknowledged;
    this.transmitter.acknowledged(number, delayMs, this.nowMs);
    if (number > before) this.tailPatience = 0;
  }

  askedAgain(first: number, count: number): void {
    this.transmitter.askedAgain(first, count);
  }

  credited(channel: number, limitBytes: number): void {
    const { scheduler } = this.transmitter;
    if (channel === CREDIT_ALL_CHANNELS) for (const queue of scheduler.queues) scheduler.setCredit(queue.channel, limitBytes);
    else if (channel < CHANNEL_COUNT) scheduler.setCredit(channel, limitBytes);
    else throw new RelaisError('RELAIS_E_FRAME_UNSUPPORTED', `credit for channel ${channel}`);
  }

  offered(offer: RekeyOffer): void {
    this.rekey.offered(offer);
  }

  answered(answer: RekeyAnswer): void {
    this.rekey.answered(answer, this.nowMs, this.currentProgress());
  }

  closed(code: ErrorCode | null, detail: string): void {
    this.owner.closedByPeer(code, detail);
  }

  private readonly onEvent = (event: SessionEvent): void => this.handler.event(event);

  private addCredits(): void {
    if (this.isCreditForAllDue) {
      this.isCreditForAllDue = false;
      let limitBytes = NEVER;
      for (let channel = 0; channel < CHANNEL_COUNT; channel += 1) limitBytes = Math.min(limitBytes, this.receiver.renewCredit(channel));
      recordBody.add(MessageType.Credit, encodeCredit, { creditChannel: CREDIT_ALL_CHANNELS, limitBytes });
    }
    for (let channel = 0; channel < CHANNEL_COUNT; channel += 1) {
      if ((this.receiver.creditDueChannels & (1 << channel)) === 0) continue;
      recordBody.add(MessageType.Credit, encodeCredit, { creditChannel: channel, limitBytes: this.receiver.renewCredit(channel) });
    }
  }

  /** When the next beat is due: soon while something is unacknowledged, so that a lost tail is noticed. */
  private get beatMs(): number {
    const { transmitter, limits } = this;
    const idleMs = transmitter.lastSentMs + limits.sessionBeatMs;
    if (transmitter.isQuiet) return idleMs;
    const tailMs = Math.max(limits.sessionTailBeatMs, 2 * transmitter.link.smoothedMs) * 2 ** this.tailPatience;
    return Math.min(idleMs, transmitter.lastSentMs + tailMs);
  }

  private get hasOutput(): boolean {
    if (this.close?.isWritten === true) return false;
    return (
      this.isBeatDue ||
      this.transmitter.hasWork ||
      this.acknowledger.nextMs <= this.nowMs ||
      this.rekey.hasOutput ||
      this.receiver.creditDueChannels !== 0 ||
      (this.close !== null && this.isDrained)
    );
  }

  private stepRekey(): void {
    if (this.receiver.isStopped) return;
    const error = this.rekey.step(this.nowMs, this.currentProgress());
    if (error !== null) this.owner.fail(error, '');
    else if (this.rekey.hasOutput) this.owner.wake();
  }

  private currentProgress(): RecordProgress {
    const { progress, transmitter, acknowledger } = this;
    progress.lastSent = transmitter.sent.nextNumber - 1;
    progress.acknowledged = transmitter.sent.acknowledged;
    progress.receivedThrough = acknowledger.received.through;
    return progress;
  }
}
