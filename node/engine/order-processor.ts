/**
 * What the server knows of an engine. The built-in matching book is the default; an adapter to a venue can take its place.
 *
 * An order processor is a deterministic, single-writer state machine: its only inputs are log entries, its only clock is the time inside
 * them. The same entries in the same order give the same state and the same output, byte for byte, on every server.
 */

/** Where the results of `apply` go. Called synchronously; `bytes` are valid only during the call. */
export interface EngineOutput {
  /** One encoded ExecutionReport, for `partner`. */
  execution(partner: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  /** One encoded Trade, BookIncrement, Quote (best bid or offer changed) or InstrumentStatus; `type` says which. */
  market(type: number, instrument: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
}

/** An encoded message in memory that belongs to the processor: valid until its next call. */
export interface EncodedMessage {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly at: number;
  readonly length: number;
}

export interface InstrumentState {
  readonly instrument: number;
  readonly symbol: string;
  readonly priceScale: number;
  readonly quantityScale: number;
  readonly tick: number;
  readonly lot: number;
  readonly bandLow: number;
  readonly bandHigh: number;
  readonly maxQuantity: number;
  readonly isEnabled: boolean;
  readonly isOpen: boolean;
}

export interface OrderProcessor {
  /** Version of the rules in force, set by the EpochOpened entry that was applied last. */
  readonly behaviourVersion: number;
  /** Sequence of the entry that was applied last; 0 for none. */
  readonly appliedSeq: number;

  /**
   * Applies one log entry (CommandHeader, then the command itself). Never throws for what an entry says: a command that makes no sense is
   * rejected by an execution report, an entry that cannot be read is ignored, in the same way on every server.
   * `seq` grows from call to call. Errors: RELAIS_E_ENGINE_SEQUENCE when it does not.
   */
  apply(epoch: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number, output: EngineOutput): void;

  /**
   * Refusals that need no book: format, instrument, session, tick, lot, band, acceptUntil, room for one more order. Called before a command
   * (message type `type`, without CommandHeader) is appended, with the time that its entry will carry. 0, or a RejectReason.
   */
  check(nowUs: number, partner: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): number;

  /**
   * Answers a repeated client order id of `partner` with the state of its first use (ExecutionReport, possible-duplicate flag) and returns
   * the seq that the answer depends on: hold it until that is durable. 0 when the id is not remembered: nothing was written, submit it.
   */
  answerDuplicate(
    partner: number,
    type: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    length: number,
    output: EngineOutput,
  ): number;

  /**
   * State of an order of `partner`, by the client order id it was entered with or goes by now (`at`, `length` in `bytes`): as answerDuplicate.
   */
  orderStatus(partner: number, bytes: Uint8Array, at: number, length: number, output: EngineOutput): number;

  /** Definition and session of an instrument as the log has it; null when it is not known. */
  instrumentState(instrument: number): InstrumentState | null;

  /** Sessions that have open orders with cancel on disconnect, ascending: after a restart each needs its SessionEnded or its return. */
  sessionsWithOrders(): readonly number[];

  /** The visible book, at most `maxLevels` a side, as an encoded BookSnapshot; null when the instrument is not known. */
  bookSnapshot(instrument: number, maxLevels: number): EncodedMessage | null;

  /** SHA-256 over the canonical state: equal states have equal digests, whatever way they came about. Walks the whole state. */
  digest(): Uint8Array;

  /** The canonical state in chunks, checksummed. Nothing may be applied while the chunks are being read. */
  writeCheckpoint(): Iterable<Uint8Array>;

  /** Replaces the state. Errors: RELAIS_E_ENGINE_CHECKPOINT_DAMAGED, …_VERSION, …_REGION,
   * RELAIS_E_ENGINE_CAPACITY; the state is then empty. */
  readCheckpoint(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}
