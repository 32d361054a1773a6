/**
 * One peer's stream of execution reports: a replay from the journal, merged into the live reports without gap or duplicate.
 *
 * Intuition: a reader of a diary that is still being written. He turns pages until he reaches the page that is being written, and from then
 * on looks over the writer's shoulder. When he cannot keep up he goes back to turning pages, from where he left off. Nothing is dropped,
 * and no memory grows with a slow reader: the diary is on disk.
 *
 * The step from page to shoulder happens in one turn of the event loop, so no report falls between. Reports of one entry are journalled in
 * one turn as well, so a position is a sequence plus the index within it.
 */
import { CHANNELS, ExecutionReportReader, ExecutionScope, emptyReplayPosition, encodeReplayPosition, MessageType } from '../wire/index.js';

export interface ExecutionJournalPort {
  /** Sequence of the last report in the journal; 0 for none. */
  readonly lastSeq: number;
  /** Oldest sequence that is kept. */
  readonly firstSeq: number;
  /** Reports from entry `seq` on, to the end at the time of the call, in order. */
  readFrom(seq: number): AsyncIterable<{ seq: number; bytes: Uint8Array; at: number; length: number }>;
}

export interface StreamSubscriber {
  /** 0 when the queue is full. */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number;
}

export interface ExecutionStreamOptions {
  readonly subscriber: StreamSubscriber;
  readonly journal: ExecutionJournalPort;
  readonly partner: number;
  readonly scope: ExecutionScope;
  readonly requestId: number;
  /** First entry wanted; LIVE_ONLY for none of the past. */
  readonly fromSeq: number;
  readonly committed: () => { epoch: number; seq: number };
  /** The journal could not be read: the session cannot be served correctly and is closed by the owner. */
  readonly failed: (error: unknown) => void;
}

/** `fromSeq` that asks for nothing of the past. */
export const LIVE_ONLY = Number.MAX_SAFE_INTEGER;

const scratch = new Uint8Array(64);
const scratchView = new DataView(scratch.buffer);

export class ExecutionStream {
  readonly #options: ExecutionStreamOptions;
  readonly #reader = new ExecutionReportReader();
  /** Next report wanted while reading the journal. */
  #nextSeq: number;
  #nextIndex = 0;
  #isLive = false;
  #isAnnounced = false;
  #isEnded = false;
  #wakeUp: (() => void) | null = null;

  constructor(options: ExecutionStreamOptions) {
    this.#options = options;
    this.#nextSeq = options.fromSeq;
    if (options.fromSeq === LIVE_ONLY && this.#announce()) this.#isLive = true;
    else this.#catchUp(options.fromSeq === LIVE_ONLY ? options.committed().seq + 1 : options.fromSeq);
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** A report that has just become durable and stands in the journal. */
  deliver(seq: number, index: number, partner: number, bytes: Uint8Array, at: number, length: number): void {
    if (!this.#isLive || !this.#isWanted(partner)) return;
    if (this.#options.subscriber.send(CHANNELS.executions, MessageType.ExecutionReport, bytes, at, length) !== 0) return;
    this.#isLive = false;
    this.#nextIndex = index;
    this.#catchUp(seq);
  }

  /** The session's queue has room again. */
  writable(): void {
    this.#wakeUp?.();
    this.#wakeUp = null;
  }

  end(): void {
    this.#isEnded = true;
    this.#isLive = false;
    this.writable();
  }

  #isWanted(partner: number): boolean {
    return this.#options.scope === ExecutionScope.All || partner === this.#options.partner;
  }

  #catchUp(fromSeq: number): void {
    this.#nextSeq = fromSeq;
    this.#read().catch((error: unknown) => this.#options.failed(error));
  }

  async #read(): Promise<void> {
    const { journal } = this.#options;
    // The reports of an entry may be half journalled at this moment: they are complete once this turn of the loop is.
    await null;
    while (!this.#isEnded) {
      const untilSeq = journal.lastSeq;
      if (this.#nextSeq <= untilSeq) await this.#readPages();
      if (this.#isEnded) return;
      if (this.#nextSeq <= untilSeq) this.#moveTo(untilSeq + 1);
      if (journal.lastSeq > untilSeq) continue;
      if (!this.#isAnnounced && !this.#announce()) {
        await this.#room();
        continue;
      }
      this.#isLive = true;
      return;
    }
  }

  async #readPages(): Promise<void> {
    const { journal, subscriber } = this.#options;
    let view: DataView = scratchView;
    for await (const entry of journal.readFrom(this.#nextSeq)) {
      const { buffer, byteOffset, byteLength } = entry.bytes;
      if (view.buffer !== buffer || view.byteOffset !== byteOffset || view.byteLength !== byteLength)
        view = new DataView(buffer, byteOffset, byteLength);
      const report = this.#reader.wrap(view, entry.bytes, entry.at, entry.length);
      if (entry.seq === this.#nextSeq && report.index < this.#nextIndex) continue;
      if (!this.#isWanted(report.partner)) continue;
      while (!this.#isEnded && subscriber.send(CHANNELS.executions, MessageType.ExecutionReport, entry.bytes, entry.at, entry.length) === 0)
        await this.#room();
      if (this.#isEnded) return;
    }
  }

  #moveTo(seq: number): void {
    this.#nextSeq = seq;
    this.#nextIndex = 0;
  }

  #announce(): boolean {
    const { epoch, seq } = this.#options.committed();
    const length = encodeReplayPosition(
      { ...emptyReplayPosition(), requestId: this.#options.requestId, epoch, seq },
      scratch,
      scratchView,
      0,
    );
    this.#isAnnounced = this.#options.subscriber.send(CHANNELS.executions, MessageType.ReplayPosition, scratch, 0, length) !== 0;
    return this.#isAnnounced;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeUp = resolve;
    });
  }
}
