import { type InstrumentDefined, MessageType, TimeInForce } from '../wire/index.js';
import { ClientIdIndex } from './client-id-index.js';
import { DuplicateMemory } from './duplicate-memory.js';
import { Instrument } from './instrument.js';
import type { HashKey } from './keyed-hash.js';
import { Byte, Int, NONE, OrderRecords, OrderState, Wide } from './order-records.js';
import { LadderBlocks } from './price-ladder.js';
import { PriceLevels } from './price-levels.js';
import { RecordLists } from './record-list.js';
import { SessionOrders } from './session-orders.js';

export interface EngineLimits {
  readonly recordsMax: number;
  readonly instrumentsMax: number;
  readonly stopsPerInstrumentMax: number;
}

const PARTNERS = 65_536;
/** Flags of an order on the wire. */
export const POST_ONLY = 1;
export const CANCEL_ON_DISCONNECT = 2;

/** Everything that the engine knows, and the bookkeeping that more than one command needs. */
export class EngineState {
  readonly region: number;
  readonly limits: EngineLimits;
  readonly records: OrderRecords;
  readonly levels: PriceLevels;
  readonly blocks: LadderBlocks;
  readonly ids: ClientIdIndex;
  readonly memory: DuplicateMemory;
  readonly partnerOrders: RecordLists;
  readonly sessionOrders: SessionOrders;
  readonly dayOrders: RecordLists;
  instruments: Instrument[] = [];
  private byNumber = new Map<number, Instrument>();

  behaviourVersion = 1;
  epoch = 0;
  seq = 0;
  /** Time of the last entry; never goes back. */
  timeUs = 0;

  constructor(region: number, limits: EngineLimits, hashKey: HashKey) {
    this.region = region;
    this.limits = limits;
    this.records = new OrderRecords(limits.recordsMax);
    this.levels = new PriceLevels(this.records);
    this.blocks = new LadderBlocks(limits.recordsMax, limits.instrumentsMax * 4);
    this.ids = new ClientIdIndex(this.records, hashKey);
    this.memory = new DuplicateMemory(this.records);
    this.partnerOrders = new RecordLists(this.records, Int.partnerNext, Int.partnerPrevious, PARTNERS);
    this.sessionOrders = new SessionOrders(this.records);
    this.dayOrders = new RecordLists(this.records, Int.dayNext, Int.dayPrevious, limits.instrumentsMax);
  }

  /** Back to the state before the first entry. */
  clear(): void {
    this.records.clear();
    this.levels.clear();
    this.blocks.clear();
    this.ids.clear();
    this.memory.clear();
    this.partnerOrders.clear();
    this.sessionOrders.clear();
    this.dayOrders.clear();
    this.instruments = [];
    this.byNumber = new Map();
    this.behaviourVersion = 1;
    this.epoch = 0;
    this.seq = 0;
    this.timeUs = 0;
  }

  instrument(number: number): Instrument | undefined {
    return this.byNumber.get(number);
  }

  instrumentOf(slot: number): Instrument {
    return this.instruments[this.records.int(slot, Int.instrument)] as Instrument;
  }

  /** The instrument with new limits, or undefined when there is no room for another one. */
  define(definition: InstrumentDefined): Instrument | undefined {
    let instrument = this.byNumber.get(definition.instrument);
    if (instrument === undefined) {
      if (this.instruments.length === this.limits.instrumentsMax) return undefined;
      instrument = new Instrument(definition.instrument, this.instruments.length, this.levels, this.blocks);
      this.instruments.push(instrument);
      this.byNumber.set(definition.instrument, instrument);
    }
    instrument.define(definition);
    return instrument;
  }

  /** Instruments by number. */
  sortedInstruments(): Instrument[] {
    return [...this.instruments].sort((a, b) => a.number - b.number);
  }

  /** Puts an order that has just become open into the lists of its partner, session and day. */
  enlist(slot: number): void {
    const { records } = this;
    this.partnerOrders.append(records.partner(slot), slot);
    if (records.byte(slot, Byte.flags) & CANCEL_ON_DISCONNECT) this.sessionOrders.append(slot);
    if (records.byte(slot, Byte.timeInForce) === TimeInForce.Day) this.dayOrders.append(records.int(slot, Int.instrument), slot);
    this.instrumentOf(slot).addOpenQuantity(records.byte(slot, Byte.side), records.leavesQuantity(slot));
  }

  /** Ends an order that stands at no level any more. Its record goes at once if its time in the memory is over. */
  close(slot: number): void {
    const { records } = this;
    this.instrumentOf(slot).addOpenQuantity(records.byte(slot, Byte.side), -records.leavesQuantity(slot));
    this.partnerOrders.remove(records.partner(slot), slot);
    if (records.byte(slot, Byte.flags) & CANCEL_ON_DISCONNECT) this.sessionOrders.remove(slot);
    if (records.byte(slot, Byte.timeInForce) === TimeInForce.Day) this.dayOrders.remove(records.int(slot, Int.instrument), slot);
    records.setByte(slot, Byte.state, OrderState.closed);
    const named = records.int(slot, Int.link);
    records.setInt(slot, Int.link, slot);
    if (named !== slot) this.freeIfOverdue(named);
    this.freeIfOverdue(slot);
  }

  /** The order goes by the client order id of record `name` from now on. */
  rename(slot: number, name: number): void {
    const before = this.records.int(slot, Int.link);
    this.records.setInt(slot, Int.link, name);
    this.records.setInt(name, Int.link, slot);
    if (before !== slot) this.freeIfOverdue(before);
  }

  /** The open order that (partner, client order id) means: by the id that it was entered with or by that of one of its replaces; or −1. */
  openOrder(partner: number, bytes: Uint8Array, at: number, length: number): number {
    const { records } = this;
    const found = this.ids.find(partner, bytes, at, length);
    if (found === NONE) return NONE;
    if (this.isOrder(found)) return records.isOpen(found) ? found : NONE;
    return this.orderOfReplace(found);
  }

  /** The open order that a replace has changed; −1 when that is over, or the record is of another request. */
  orderOfReplace(slot: number): number {
    const { records } = this;
    const order = records.int(slot, Int.link);
    if (order === NONE || !this.isOrder(order) || !records.isOpen(order)) return NONE;
    return records.wide(order, Wide.orderId) === records.wide(slot, Wide.orderId) ? order : NONE;
  }

  isOrder(slot: number): boolean {
    return this.records.byte(slot, Byte.kind) === MessageType.NewOrder;
  }

  /** Forgets at most `count` records whose time is over. */
  forgetDue(count: number): void {
    for (let left = count; left > 0; left -= 1) {
      const slot = this.memory.takeDue(this.timeUs);
      if (slot === NONE) return;
      this.records.setByte(slot, Byte.overdue, 1);
      if (!this.isNeeded(slot)) this.freeRecord(slot);
    }
  }

  private freeIfOverdue(slot: number): void {
    if (this.records.byte(slot, Byte.overdue) !== 0) this.freeRecord(slot);
  }

  private freeRecord(slot: number): void {
    this.ids.remove(slot);
    this.records.free(slot);
  }

  /** Open orders, and the replace whose id an open order goes by, stay whatever their age. */
  private isNeeded(slot: number): boolean {
    const { records } = this;
    if (this.isOrder(slot)) return records.isOpen(slot);
    const order = this.orderOfReplace(slot);
    return order !== NONE && records.int(order, Int.link) === slot;
  }
}
