/**
 * Who goes next. Two classes: urgent (control, executions, orders) goes first, but while others wait it gets only its share of the
 * bytes; the others take turns by weighted deficit round robin (Shreedhar and Varghese, 1995), market data with the largest weight.
 *
 * Intuition of the share: a pair of scales. Urgent bytes weigh it down on one side, the others on the other, each by the share of the
 * other class; urgent may go while its side has not sunk too far. Nobody waiting: the scales are level again.
 */
import { FrameQueue, type FrameQueueLimits } from './frame-queue.js';
import { SLOW_BULK_RECORD_BYTES } from './limits.js';
import { CHANNELS } from './schema/index.js';
import { CHANNEL_COUNT, FRAME_BYTES_MAX, INITIAL_CREDIT_BYTES, RECORD_BODY_BYTES_MAX } from './spec.js';

const URGENT: readonly number[] = [CHANNELS.control, CHANNELS.executions, CHANNELS.orders];
const OTHERS: readonly number[] = [CHANNELS.marketData, CHANNELS.book, CHANNELS.replication, CHANNELS.audit];
const BULK: readonly boolean[] = Array.from(
  { length: CHANNEL_COUNT },
  (_, channel) => channel === CHANNELS.replication || channel === CHANNELS.audit,
);
const QUANTUM_BYTES = 1_024;
const NOBODY = -1;
const NO_ROOM = -2;

export interface SchedulerOptions extends FrameQueueLimits {
  readonly urgentSharePercent: number;
  readonly weights: { readonly marketData: number; readonly book: number; readonly replication: number; readonly audit: number };
}

/** What limits one record: its room, and what may be in it. */
export interface RecordRoom {
  readonly bodyBytes: number;
  /** How much bulk may still be put in flight. */
  readonly bulkBytes: number;
  readonly isSlowLink: boolean;
}

export class Scheduler {
  readonly queues: readonly FrameQueue[];
  /** Bulk bytes in the record that `fill` made last. */
  filledBulkBytes = 0;
  private readonly urgentShare: number;
  private readonly quantumBytes: number[];
  private readonly deficitBytes: number[] = new Array<number>(CHANNEL_COUNT).fill(0);
  private readonly sentPayloadBytes: number[] = new Array<number>(CHANNEL_COUNT).fill(0);
  private readonly creditBytes: number[] = new Array<number>(CHANNEL_COUNT).fill(INITIAL_CREDIT_BYTES);
  private turn = 0;
  private isTurnNew = true;
  private balance = 0;
  private readonly balanceLimit: number;

  constructor(options: SchedulerOptions) {
    this.queues = Array.from({ length: CHANNEL_COUNT }, (_, channel) => new FrameQueue(channel, options));
    this.urgentShare = options.urgentSharePercent;
    this.balanceLimit = RECORD_BODY_BYTES_MAX * (100 - this.urgentShare);
    this.quantumBytes = new Array<number>(CHANNEL_COUNT).fill(0);
    for (const [name, weight] of Object.entries(options.weights)) {
      this.quantumBytes[CHANNELS[name as keyof typeof options.weights]] = weight * QUANTUM_BYTES;
    }
  }

  queue(channel: number): FrameQueue {
    return this.queues[channel] as FrameQueue;
  }

  /** The peer's credit for a channel: payload bytes since the session began. It only grows. */
  setCredit(channel: number, limitBytes: number): void {
    if (limitBytes > (this.creditBytes[channel] as number)) this.creditBytes[channel] = limitBytes;
  }

  /** Whether anything waits that its credit allows to go. */
  get hasSendable(): boolean {
    for (let channel = 0; channel < CHANNEL_COUNT; channel += 1) if (this.isSendable(channel)) return true;
    return false;
  }

  get isEmpty(): boolean {
    for (const queue of this.queues) if (queue.tail !== queue.head) return false;
    return true;
  }

  /** Moves frames into one record's body from `at`; gives where they end. */
  fill(into: Uint8Array, at: number, { bodyBytes, bulkBytes, isSlowLink }: RecordRoom): number {
    let end = bodyBytes;
    let filled = at;
    let bulkLeft = bulkBytes;
    this.filledBulkBytes = 0;
    while (end - filled > 0) {
      const bulkRoom = isSlowLink ? Math.min(bulkLeft, SLOW_BULK_RECORD_BYTES - filled) : bulkLeft;
      const other = this.nextOther(end - filled, bulkRoom);
      const othersWait = other !== NOBODY;
      const urgent = othersWait && this.balance > this.balanceLimit ? NOBODY : this.nextUrgent(end - filled);
      const channel = urgent >= 0 ? urgent : other;
      if (channel < 0) break;
      const frameBytes = this.move(this.queue(channel), into, filled);
      filled += frameBytes;
      if (urgent >= 0) this.account(othersWait, frameBytes * (100 - this.urgentShare));
      else {
        this.deficitBytes[channel] = (this.deficitBytes[channel] as number) - frameBytes;
        this.account(true, -frameBytes * this.urgentShare);
      }
      if (BULK[channel]) {
        bulkLeft -= frameBytes;
        this.filledBulkBytes += frameBytes;
        if (isSlowLink) end = Math.max(filled, Math.min(end, SLOW_BULK_RECORD_BYTES));
      }
    }
    return filled;
  }

  private account(othersWait: boolean, weighedBytes: number): void {
    if (!othersWait) this.balance = 0;
    else this.balance = Math.max(this.balance + weighedBytes, -this.balanceLimit);
  }

  private move(queue: FrameQueue, into: Uint8Array, at: number): number {
    const frameBytes = queue.frameBytesAt(queue.head);
    into.set(queue.bytes.subarray(queue.head, queue.head + frameBytes), at);
    this.sentPayloadBytes[queue.channel] = (this.sentPayloadBytes[queue.channel] as number) + queue.take();
    return frameBytes;
  }

  private nextUrgent(room: number): number {
    for (const channel of URGENT) if (this.isSendable(channel) && this.headBytes(channel) <= room) return channel;
    return NOBODY;
  }

  /** The channel whose turn it is, NOBODY, or NO_ROOM if it waits for the next record. A channel keeps its turn while its deficit lasts, and across records. */
  private nextOther(room: number, bulkRoom: number): number {
    // Enough rounds for the smallest quantum to cover the largest frame.
    for (let step = 0; step <= OTHERS.length * (1 + FRAME_BYTES_MAX / QUANTUM_BYTES); step += 1) {
      const channel = OTHERS[this.turn] as number;
      if (!this.isSendable(channel)) this.deficitBytes[channel] = 0;
      else {
        const headBytes = this.headBytes(channel);
        if (BULK[channel] && headBytes > bulkRoom) {
          this.nextTurn();
          continue;
        }
        if (this.isTurnNew) {
          this.deficitBytes[channel] = (this.deficitBytes[channel] as number) + (this.quantumBytes[channel] as number);
          this.isTurnNew = false;
        }
        // It keeps its turn for the next record when only the room is missing.
        if (headBytes <= (this.deficitBytes[channel] as number)) return headBytes <= room ? channel : NO_ROOM;
      }
      this.nextTurn();
    }
    return NOBODY;
  }

  private nextTurn(): void {
    this.turn = (this.turn + 1) % OTHERS.length;
    this.isTurnNew = true;
  }

  private headBytes(channel: number): number {
    const queue = this.queue(channel);
    return queue.frameBytesAt(queue.head);
  }

  private isSendable(channel: number): boolean {
    const queue = this.queue(channel);
    if (queue.tail === queue.head) return false;
    const payloadBytes = queue.view.getUint16(queue.head, true) * queue.view.getUint8(queue.head + 5);
    return (this.sentPayloadBytes[channel] as number) + payloadBytes <= (this.creditBytes[channel] as number);
  }
}
