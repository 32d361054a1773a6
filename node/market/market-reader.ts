/**
 * One subscriber of the hub: a partner's session, a link to another region, this region's own quote cache.
 *
 * Intuition: a newspaper boy with a letter box of fixed size. While the box is full he leaves nothing, not even a part; when there is room
 * again he leaves today's whole picture and a note of how many papers were left out. Nobody else waits for that box.
 */
import { ERRORS, RelaisError } from '../../registry/index.js';
import { CHANNELS, emptyNotice, encodeNotice, MessageType, NOTICE_MAX_BYTES } from '../wire/index.js';
import type { NoticeCode, Subscription, Topic, TopicReader } from './topic.js';

/** Where a reader's messages go: the part of a Session that the hub needs. */
export interface MarketOutlet {
  /** Copies the message into the channel's bounded queue; 0 if it is full. */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number;
}

export interface ReaderEvents {
  /** A queue of the reader is full; it gets nothing on that channel until it reads. */
  readerBehind(reader: string, channel: number): void;
  /** It got a snapshot of this instrument in place of `dropped` messages. */
  readerRestarted(reader: string, instrument: number, dropped: number): void;
}

const noticeBytes = new Uint8Array(NOTICE_MAX_BYTES);
const noticeView = new DataView(noticeBytes.buffer);
const notice = emptyNotice();

export class MarketReader implements TopicReader {
  readonly name: string;
  readonly subscriptions = new Map<Topic, Subscription>();
  /** Subscriptions that it asked for: all but those to status, which come along. Kept by the hub. */
  askedCount = 0;
  readonly #outlet: MarketOutlet;
  readonly #events: ReaderEvents;
  readonly #isFull: boolean[] = [];
  /** Per channel, in the order in which they began to wait. */
  readonly #waiting: Set<Subscription>[] = [];
  /** Notices for which the control channel had no room: at most one an instrument, code and so bounded by the subscriptions. */
  readonly #notices = new Map<string, { instrument: number; code: NoticeCode; dropped: number }>();

  constructor(name: string, outlet: MarketOutlet, events: ReaderEvents) {
    this.name = name;
    this.#outlet = outlet;
    this.#events = events;
    for (let channel = 0; channel <= CHANNELS.book; channel += 1) {
      this.#isFull.push(false);
      this.#waiting.push(new Set());
    }
  }

  /** Whether anything of this channel waits for room. */
  isBehind(channel: number): boolean {
    return this.#waitingOn(channel).size > 0;
  }

  /** The hub's hot path: one message, already encoded, to one reader. */
  deliver(subscription: Subscription, type: number, bytes: Uint8Array, at: number, length: number): void {
    if (subscription.isWaiting) {
      subscription.missed += 1;
    } else if (!this.send(subscription.topic.channel, type, bytes, at, length)) {
      this.wait(subscription);
      subscription.missed = 1;
    }
  }

  /** False if the channel is full: it is then not tried again before `writable`. */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (this.#isFull[channel] === true) return false;
    if (this.#outlet.send(channel, type, bytes, at, length) !== 0) return true;
    this.#isFull[channel] = true;
    this.#events.readerBehind(this.name, channel);
    return false;
  }

  /** Snapshot now, or as soon as there is room. */
  start(subscription: Subscription): void {
    if (!subscription.topic.sendState(this)) this.wait(subscription);
  }

  wait(subscription: Subscription): void {
    subscription.isWaiting = true;
    this.#waitingOn(subscription.topic.channel).add(subscription);
  }

  leave(subscription: Subscription): void {
    subscription.isGone = true;
    this.subscriptions.delete(subscription.topic);
    this.#waitingOn(subscription.topic.channel).delete(subscription);
  }

  /** The queue of a channel has room again: whoever waits is restarted from a snapshot, in order, as far as the room goes. */
  writable(channel: number): void {
    if (channel > CHANNELS.book) return;
    this.#isFull[channel] = false;
    if (channel === CHANNELS.control) this.#sendNotices();
    for (const subscription of this.#waitingOn(channel)) {
      if (!subscription.topic.sendState(this)) return;
      this.#waitingOn(channel).delete(subscription);
      this.#restarted(subscription);
    }
  }

  /** Tells the reader that messages of an instrument are missing. */
  notify(instrument: number, code: NoticeCode, dropped: number): void {
    const key = `${instrument} ${code}`;
    const waiting = this.#notices.get(key);
    if (waiting !== undefined) waiting.dropped += dropped;
    else this.#notices.set(key, { instrument, code, dropped });
    this.#sendNotices();
  }

  #restarted(subscription: Subscription): void {
    const { instrument } = subscription.topic;
    const dropped = subscription.missed;
    subscription.isWaiting = false;
    subscription.missed = 0;
    // one that waited for its first snapshot has lost nothing
    if (dropped === 0) return;
    this.#events.readerRestarted(this.name, instrument, dropped);
    this.notify(instrument, 'RELAIS_E_SLOW_READER', dropped);
  }

  #sendNotices(): void {
    for (const [key, { instrument, code, dropped }] of this.#notices) {
      notice.instrument = instrument;
      notice.error = ERRORS[code].wire;
      notice.dropped = Math.min(dropped, 0xffff_ffff);
      notice.detail = ERRORS[code].text;
      const length = encodeNotice(notice, noticeBytes, noticeView, 0);
      if (!this.send(CHANNELS.control, MessageType.Notice, noticeBytes, 0, length)) return;
      this.#notices.delete(key);
    }
  }

  #waitingOn(channel: number): Set<Subscription> {
    const waiting = this.#waiting[channel];
    if (waiting === undefined) throw new RelaisError('RELAIS_E_INTERNAL', `no market data on channel ${channel}`);
    return waiting;
  }
}
