/**
 * The built-in order processor. One writer, no clock: `apply` reads an entry, hands it to the commands, and publishes what they did.
 *
 * Everything it holds lies in typed arrays that are reserved at construction (order-records, price-levels, price-ladder, client-id-index), so
 * a million resting orders are nothing to the garbage collector, and no command meets a table that has to grow.
 */
import { createHash } from 'node:crypto';
import { assert, RelaisError } from '../../registry/index.js';
import {
  CommandHeaderReader,
  decodeCalendarTick,
  decodeEpochOpened,
  decodeInstrumentDefined,
  decodeSessionEnded,
  ExecType,
  emptyCalendarTick,
  emptyEpochOpened,
  emptyInstrumentDefined,
  emptySessionEnded,
  MESSAGE_CRC_BYTES,
  MessageType,
  messageCrcIsGood,
  RejectReason,
} from '../wire/index.js';
import { CancelCommands } from './cancel-commands.js';
import { readCanonicalState, writeCanonicalState } from './canonical-state.js';
import { readFrames, writeFrames } from './checkpoint-frames.js';
import { type EngineLimits, EngineState } from './engine-state.js';
import { ExecutionReports, type IdBytes } from './execution-reports.js';
import { isGoodDefinition } from './instrument.js';
import type { HashKey } from './keyed-hash.js';
import { MarketOutput } from './market-output.js';
import { Matching } from './matching.js';
import { OrderCommands } from './order-commands.js';
import type { EncodedMessage, EngineOutput, InstrumentState, OrderProcessor } from './order-processor.js';
import { Byte, Int, NONE, Wide } from './order-records.js';
import { Request } from './request.js';
import { staticCheck } from './static-checks.js';
import { Stops } from './stops.js';

/** Highest version of the rules that this program knows. */
export const BEHAVIOUR_VERSION = 1;
/** Client order ids that an entry may forget, and a tick for housekeeping. */
const FORGET_PER_ENTRY = 8;
const FORGET_PER_TICK = 4096;

export interface MatchingEngineOptions extends EngineLimits {
  /** Region number. */
  readonly region: number;
  /** Random; keeps the hash tables safe from chosen ids. Not part of the state: copies may differ in it. */
  readonly hashKey: HashKey;
}

export class MatchingEngine implements OrderProcessor {
  private readonly state: EngineState;
  private readonly reports: ExecutionReports;
  private readonly market: MarketOutput;
  private readonly orders: OrderCommands;
  private readonly cancels: CancelCommands;
  private readonly request = new Request();
  private readonly header = new CommandHeaderReader();
  private readonly definition = emptyInstrumentDefined();
  private readonly tick = emptyCalendarTick();
  private readonly ended = emptySessionEnded();
  private readonly opened = emptyEpochOpened();
  private readonly asked: IdBytes = { bytes: new Uint8Array(0), at: 0, length: 0 };
  private readonly noId: IdBytes = { bytes: new Uint8Array(0), at: 0, length: 0 };

  constructor(options: MatchingEngineOptions) {
    this.state = new EngineState(options.region, options, options.hashKey);
    this.reports = new ExecutionReports(this.state);
    this.market = new MarketOutput(this.state);
    const stops = new Stops(this.state);
    const matching = new Matching(this.state, this.reports, this.market, stops);
    this.orders = new OrderCommands(this.state, this.reports, matching, stops);
    this.cancels = new CancelCommands(this.state, this.reports, matching);
  }

  get behaviourVersion(): number {
    return this.state.behaviourVersion;
  }

  get appliedSeq(): number {
    return this.state.seq;
  }

  /** Records in use: open orders and remembered requests. */
  get recordsUsed(): number {
    return this.state.records.used;
  }

  apply(epoch: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number, output: EngineOutput): void {
    const { state } = this;
    assert(seq > state.seq, 'RELAIS_E_ENGINE_SEQUENCE', `${seq} after ${state.seq}`);
    state.epoch = epoch;
    state.seq = seq;
    const headerLength = (bytes[at] as number) + MESSAGE_CRC_BYTES;
    if (length < headerLength || !this.readHeader(bytes, view, at, headerLength)) return;
    state.timeUs = Math.max(state.timeUs, this.header.timeUs);
    this.reports.begin(output);
    this.market.begin(output);
    state.forgetDue(FORGET_PER_ENTRY);
    this.dispatch(bytes, view, at + headerLength, length - headerLength);
    this.market.finish();
  }

  check(nowUs: number, partner: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): number {
    const { request, state } = this;
    if (!request.read(partner, 0, type, bytes, view, at, length)) return RejectReason.MalformedOrder;
    const reason = staticCheck(state, request, Math.max(nowUs, state.timeUs));
    if (reason !== 0) return reason;
    const needsRoom = type === MessageType.NewOrder || type === MessageType.ReplaceOrder;
    return needsRoom && state.records.isFull ? RejectReason.TooManyOrders : 0;
  }

  answerDuplicate(
    partner: number,
    type: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    length: number,
    output: EngineOutput,
  ): number {
    const { request } = this;
    if (!request.read(partner, 0, type, bytes, view, at, length)) return 0;
    const slot = this.state.ids.find(partner, bytes, request.id.at, request.id.length);
    if (slot === NONE) return 0;
    this.reports.begin(output);
    this.answerRepeated(slot, true);
    return this.state.records.wide(slot, Wide.lastSeq);
  }

  orderStatus(partner: number, bytes: Uint8Array, at: number, length: number, output: EngineOutput): number {
    const { state } = this;
    const open = state.openOrder(partner, bytes, at, length);
    const slot = open === NONE ? state.ids.find(partner, bytes, at, length) : open;
    if (slot === NONE) return 0;
    this.asked.bytes = bytes;
    this.asked.at = at;
    this.asked.length = length;
    this.reports.begin(output);
    this.reports.remembered(slot, this.asked, this.noId, true);
    return state.records.wide(slot, Wide.lastSeq);
  }

  instrumentState(instrument: number): InstrumentState | null {
    const known = this.state.instrument(instrument);
    if (known === undefined) return null;
    const { symbol, priceScale, quantityScale, tick, lot, bandLow, bandHigh, maxQuantity, isEnabled, isOpen } = known;
    return { instrument, symbol, priceScale, quantityScale, tick, lot, bandLow, bandHigh, maxQuantity, isEnabled, isOpen };
  }

  sessionsWithOrders(): readonly number[] {
    return this.state.sessionOrders.sessions();
  }

  bookSnapshot(instrument: number, maxLevels: number): EncodedMessage | null {
    const known = this.state.instrument(instrument);
    return known === undefined ? null : this.market.bookSnapshot(known, maxLevels);
  }

  digest(): Uint8Array {
    const hash = createHash('sha256');
    for (const part of writeCanonicalState(this.state)) hash.update(part);
    return hash.digest();
  }

  writeCheckpoint(): Iterable<Uint8Array> {
    return writeFrames(writeCanonicalState(this.state));
  }

  async readCheckpoint(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.state.clear();
    try {
      await readCanonicalState(this.state, readFrames(chunks));
      for (const instrument of this.state.instruments) this.market.adoptQuote(instrument);
    } catch (error) {
      this.state.clear();
      throw error;
    }
  }

  private readHeader(bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    if (!messageCrcIsGood(bytes, at, length)) return false;
    try {
      this.header.wrap(view, bytes, at, length);
      return true;
    } catch (error) {
      if (error instanceof RelaisError) return false;
      throw error;
    }
  }

  private dispatch(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const type = this.header.commandType;
    if (type >= MessageType.NewOrder && type <= MessageType.MassCancel) {
      if (this.request.read(this.header.partner, this.header.session, type, bytes, view, at, length)) this.command();
      return;
    }
    if (length < 1 || !messageCrcIsGood(bytes, at, length)) return;
    switch (type) {
      case MessageType.SessionEnded:
        if (readsWell(() => decodeSessionEnded(view, bytes, at, length, this.ended))) this.cancels.sessionEnded(this.ended.endedSession);
        return;
      case MessageType.CalendarTick:
        if (readsWell(() => decodeCalendarTick(view, bytes, at, length, this.tick))) this.calendarTick();
        return;
      case MessageType.InstrumentDefined:
        if (readsWell(() => decodeInstrumentDefined(view, bytes, at, length, this.definition))) this.instrumentDefined();
        return;
      case MessageType.EpochOpened:
        if (readsWell(() => decodeEpochOpened(view, bytes, at, length, this.opened))) this.epochOpened();
        return;
    }
  }

  private command(): void {
    const { request, state } = this;
    const { type } = request;
    const reason = staticCheck(state, request, state.timeUs);
    if (reason !== 0) {
      const execType = type === MessageType.NewOrder ? ExecType.Rejected : ExecType.CancelRejected;
      this.reports.request(request.partner, request.instrument, execType, reason, request.id, request.origId);
      return;
    }
    const repeated = state.ids.find(request.partner, request.id.bytes, request.id.at, request.id.length);
    if (repeated !== NONE) this.answerRepeated(repeated, false);
    else if (type === MessageType.NewOrder) this.orders.enter(request);
    else if (type === MessageType.ReplaceOrder) this.orders.replace(request);
    else if (type === MessageType.CancelOrder) this.cancels.cancel(request);
    else this.cancels.massCancel(request);
  }

  /** The same request again is answered by its first result, another one under its id is a duplicate. */
  private answerRepeated(slot: number, asOfRecord: boolean): void {
    const { request, reports } = this;
    const { records } = this.state;
    const isSame = records.byte(slot, Byte.kind) === request.type && records.int(slot, Int.fingerprint) === request.fingerprint;
    if (isSame) {
      reports.remembered(slot, request.id, request.origId, asOfRecord);
      return;
    }
    const execType = request.type === MessageType.NewOrder ? ExecType.Rejected : ExecType.CancelRejected;
    reports.duplicate(slot, request.instrument, execType, request.id, request.origId, asOfRecord);
  }

  private calendarTick(): void {
    this.state.forgetDue(FORGET_PER_TICK);
    const instrument = this.state.instrument(this.tick.instrument);
    if (instrument === undefined || !instrument.isEnabled) return;
    if (this.tick.open === 1 && !instrument.isOpen) {
      instrument.isOpen = true;
      this.market.statusChanged(instrument);
    } else if (this.tick.open === 2 && instrument.isOpen) {
      instrument.isOpen = false;
      this.market.statusChanged(instrument);
      this.cancels.dayEnded(instrument);
    }
  }

  private instrumentDefined(): void {
    if (!isGoodDefinition(this.definition)) return;
    const instrument = this.state.define(this.definition);
    if (instrument === undefined || instrument.isEnabled) return;
    this.cancels.withdrawn(instrument);
    if (!instrument.isOpen) return;
    instrument.isOpen = false;
    this.market.statusChanged(instrument);
  }

  private epochOpened(): void {
    const { behaviourVersion } = this.opened;
    assert(behaviourVersion <= BEHAVIOUR_VERSION, 'RELAIS_E_ENGINE_BEHAVIOUR', `${behaviourVersion}, known are up to ${BEHAVIOUR_VERSION}`);
    if (behaviourVersion !== 0) this.state.behaviourVersion = behaviourVersion;
  }
}

/** Whether `read` did not refuse by a coded error; anything else it throws is a defect and goes on. */
function readsWell(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof RelaisError) return false;
    throw error;
  }
}
