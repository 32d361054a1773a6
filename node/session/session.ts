/**
 * A session: one peer, one byte stream, and everything between the first byte of the handshake and the last record.
 *
 * Intuition: a registered-letter service between two offices. Letters (messages) of several departments (channels) travel in sealed
 * bags (records) that are numbered. The other office signs for bags, asks again for one that arrived torn, and hands letters to their
 * department in order; a torn bag holds up only the departments that had a letter in it. Now and then both offices change their seals.
 *
 * Inputs: bytes, messages to send, time. Outputs: records, callbacks. This file keeps the session's life; opening.ts is the handshake,
 * conversation.ts what comes after it.
 */
import { type ErrorCode, RelaisError } from '../../registry/index.js';
import { CHANNEL_COUNT } from '../wire/index.js';
import { Conversation } from './conversation.js';
import { InitiatorOpening, type Opened, type Opening, ResponderOpening } from './opening.js';
import type { SessionHandler, SessionOptions, SessionState } from './types.js';

const NEVER = Number.POSITIVE_INFINITY;

export class Session {
  state: SessionState = 'handshake';
  /** Monotonic ms at which `tick` wants to be called; Infinity for never. */
  nextTickMs: number;
  private readonly options: SessionOptions;
  private readonly handler: SessionHandler;
  private opening: Opening | null;
  private opened: Opened | null = null;
  private conversation: Conversation | null = null;
  private isAwake = false;
  private readonly isRefused: boolean[] = new Array<boolean>(CHANNEL_COUNT).fill(false);
  private hasRefused = false;
  private closeByPeer = false;
  private keyToRotate: { readonly generation: number; readonly psk: Uint8Array } | null = null;

  /** The initiator's first flight is ready at once: call `flush`. Errors: RELAIS_E_CONFIGURATION for keys of a wrong size. */
  constructor(options: SessionOptions) {
    this.options = options;
    this.handler = options.handler;
    this.opening = options.role === 'initiator' ? new InitiatorOpening(options) : new ResponderOpening(options);
    this.nextTickMs = options.nowMs + options.limits.sessionHandshakeMs;
  }

  /** Takes bytes from the stream. Whatever is wrong with them ends in `closed`, never in an exception. The chunk may be reused after. */
  receive(chunk: Uint8Array, nowMs: number): void {
    let rest = chunk;
    if (this.opening !== null && this.opened === null) {
      if (this.state === 'closed') return;
      rest = chunk.subarray(this.receiveOpening(this.opening, chunk, nowMs));
    }
    if (rest.length > 0 && this.isReceiving) this.conversation?.receive(rest, nowMs);
    this.schedule();
  }

  /**
   * Copies the message into the channel's queue; gives its sequence on the channel, or 0 if the queue is full or the session not
   * established (nothing taken). Errors: RELAIS_E_MESSAGE_TOO_LARGE.
   */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number {
    const { conversation } = this;
    if (this.state !== 'established' || conversation === null) return 0;
    const seq = conversation.transmitter.scheduler.queue(channel).push(type, bytes, at, length);
    if (seq === 0) this.refused(channel);
    if (!this.isAwake) this.wake();
    return seq;
  }

  /**
   * Builds records from what is queued and hands them to `write`, a run of whole records a call; stops after a call that gave false.
   * The bytes stay as they are until the peer has acknowledged them.
   */
  flush(nowMs: number, write: (records: Uint8Array) => boolean): void {
    this.isAwake = false;
    const flight = this.opening?.takeOutput() ?? null;
    if (flight !== null && !write(flight)) return;
    const { conversation } = this;
    if (conversation === null || this.state === 'handshake' || this.state === 'closed') return;
    conversation.flush(nowMs, write);
    if (conversation.close?.isWritten === true) this.end(conversation.close.code, conversation.close.detail);
    if (this.hasRefused) this.announceWritable();
    this.schedule();
  }

  /** Beats, repeated requests, rekey, timeouts. Early calls do no harm. */
  tick(nowMs: number): void {
    const lateMs = nowMs - this.nextTickMs;
    if (lateMs < 0 || this.state === 'closed') return;
    if (this.conversation === null || this.state === 'handshake') this.fail('RELAIS_E_HANDSHAKE_TIMEOUT', '');
    else this.conversation.tick(nowMs, lateMs);
    this.schedule();
  }

  queuedBytes(channel: number): number {
    return this.conversation?.transmitter.scheduler.queue(channel).queuedBytes ?? 0;
  }

  /**
   * Ends the session. With null, what is queued goes out and arrives first (the caller bounds how long it waits); with a code, the peer
   * is told at once. `closed` is called when the last record has been written.
   */
  close(code: ErrorCode | null, detail: string): void {
    if (this.state === 'closed') return;
    if (this.conversation === null || this.state === 'handshake') {
      this.end(code, detail);
      return;
    }
    if (this.state === 'closing' && (code === null || this.conversation.close?.code !== null)) return;
    this.state = 'closing';
    this.conversation.close = { code, detail: detail.slice(0, 200), isWritten: false };
    if (code !== null) this.conversation.stop();
    this.wake();
  }

  /** The byte stream is gone: nothing can be sent any more. */
  disconnected(code: ErrorCode, detail: string): void {
    this.end(code, detail);
  }

  /**
   * A newer transport key, generation and 32 bytes. The responder of the handshake then agrees new record keys with it, in band and under
   * load; the initiator keeps it until it is asked for. Older generations are ignored.
   */
  rotateTransportKey(generation: number, psk: Uint8Array): void {
    if (this.conversation === null) this.keyToRotate = { generation, psk: psk.slice() };
    else if (this.state !== 'closed') this.conversation.rotateTransportKey(generation, psk);
    this.schedule();
  }

  /** Counter of the main loop, told to the peer with every beat. */
  set mainLoopProgress(progress: number) {
    if (this.conversation !== null) this.conversation.mainLoopProgress = progress >>> 0;
  }

  // What the conversation says.

  heard(): void {
    if (this.state === 'handshake') this.establish();
  }

  fail(code: ErrorCode, detail: string): void {
    this.close(code, detail);
  }

  closedByPeer(code: ErrorCode | null, detail: string): void {
    this.closeByPeer = true;
    this.end(code, detail);
  }

  wake(): void {
    if (this.isAwake) return;
    this.isAwake = true;
    this.options.wake?.();
  }

  /** With an orderly close under way, the peer's messages still count. */
  private get isReceiving(): boolean {
    return this.state !== 'closed' && (this.state !== 'closing' || this.conversation?.close?.code === null);
  }

  /** Gives how much of the chunk was part of the handshake. */
  private receiveOpening(opening: Opening, chunk: Uint8Array, nowMs: number): number {
    let taken = chunk.length;
    try {
      taken = opening.receive(chunk);
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      this.wake();
      this.closeByPeer = opening.isRefusedByPeer;
      this.end(error.code, error.detail);
    }
    if (opening.opened === null) return taken;
    this.opened = opening.opened;
    this.conversation = new Conversation(this.options, this.opened, this, nowMs);
    if (this.keyToRotate !== null) this.rotateTransportKey(this.keyToRotate.generation, this.keyToRotate.psk);
    this.keyToRotate = null;
    this.wake();
    // The responder cannot know yet that message 1 is no replay: it waits for the first record.
    if (this.options.role === 'initiator') this.establish();
    return taken;
  }

  private establish(): void {
    if (this.opened === null) return;
    this.state = 'established';
    this.wake();
    this.handler.established(this.opened.peer);
  }

  private end(code: ErrorCode | null, detail: string): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.nextTickMs = NEVER;
    this.conversation?.stop();
    this.handler.closed({ code, detail, byPeer: this.closeByPeer });
  }

  private schedule(): void {
    if (this.state === 'closed') this.nextTickMs = NEVER;
    else if (this.conversation !== null && this.state !== 'handshake') this.nextTickMs = this.conversation.nextTickMs;
  }

  private refused(channel: number): void {
    if (this.isRefused[channel] === true) return;
    this.isRefused[channel] = true;
    this.hasRefused = true;
    this.handler.event({ type: 'queueFull', channel, queuedBytes: this.queuedBytes(channel) });
  }

  private announceWritable(): void {
    this.hasRefused = false;
    const lowBytes = this.options.limits.sessionQueueBytes / 4;
    for (let channel = 0; channel < CHANNEL_COUNT; channel += 1) {
      if (this.isRefused[channel] !== true) continue;
      if (this.queuedBytes(channel) > lowBytes) this.hasRefused = true;
      else {
        this.isRefused[channel] = false;
        this.handler.writable(channel);
      }
    }
  }
}
