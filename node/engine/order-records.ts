/**
 * All orders and remembered requests, in one block of memory off the JavaScript heap.
 *
 * A record is 192 bytes, three cache lines, read through three views of the same memory: an order that has been cold for hours costs three
 * cache misses, where one array a field would cost twenty. The block is reserved once at its largest size; the operating system gives
 * pages as they are touched, so nothing ever has to grow, copy or rehash in the middle of trading.
 *
 * A record is either an order (kind NewOrder; it stays after its end as memory of its client order id) or the memory of a cancel, replace
 * or mass cancel. Which slot a record has is not part of the state: nothing that can be observed depends on it.
 */
import { assert } from '../../registry/index.js';

const RECORD_BYTES = 192;
const WIDE_PER_RECORD = RECORD_BYTES / 8;
const INTS_PER_RECORD = RECORD_BYTES / 4;
const ID_OFFSET = 160;

/** Fields of 8 bytes: whole numbers within ±(2^53 − 1), kept as doubles. */
export const Wide = {
  /** Of the order itself, or of the order that a request meant; 0 for none. */
  orderId: 0,
  price: 1,
  stopPrice: 2,
  quantity: 3,
  cumQuantity: 4,
  /** Session that entered it, for cancel on disconnect. */
  session: 5,
  /** Log position and time of the last change. */
  lastEpoch: 6,
  lastSeq: 7,
  lastTimeUs: 8,
  /** From the second after this one on, the client order id may be forgotten. */
  forgetAfterSecond: 9,
} as const;

/** Fields of 4 bytes. Links hold slots, −1 ends a chain. */
export const Int = {
  /** Neighbours in the queue of a price level, or of triggered stops. */
  next: 20,
  previous: 21,
  level: 22,
  partnerNext: 23,
  partnerPrevious: 24,
  sessionNext: 25,
  sessionPrevious: 26,
  dayNext: 27,
  dayPrevious: 28,
  /** Next in the duplicate memory; next free slot when the record is free. */
  memoryNext: 29,
  /** Hash of what a request says, to tell a repetition from another request under the same id. */
  fingerprint: 30,
  /** Index of its instrument, −1 for all. */
  instrument: 31,
  /** Hash of (partner, client order id). */
  hash: 32,
  /** Order: slot whose client order id it goes by now (its own, or that of the last replace). Replace: slot of the order. */
  link: 33,
} as const;

/** Fields of 1 byte. */
export const Byte = {
  partnerLow: 136,
  partnerHigh: 137,
  /** Message type of the request; 0 when the record is free. */
  kind: 138,
  state: 139,
  side: 140,
  ordType: 141,
  timeInForce: 142,
  flags: 143,
  selfTradePolicy: 144,
  execType: 145,
  ordStatus: 146,
  rejectReason: 147,
  cancelReason: 148,
  /** 1 once a stop order has been triggered. */
  triggered: 149,
  /** 1 when its time in the duplicate memory is over and only an open order still needs it. */
  overdue: 150,
  idLength: 151,
} as const;

/** Where an open order is. */
export const OrderState = { closed: 0, resting: 1, waiting: 2, triggered: 3, matching: 4 } as const;

export const NONE = -1;

type WideField = (typeof Wide)[keyof typeof Wide];
type IntField = (typeof Int)[keyof typeof Int];
type ByteField = (typeof Byte)[keyof typeof Byte];

export class OrderRecords {
  readonly capacity: number;
  /** The memory as bytes: client order ids are read in place. */
  readonly bytes: Uint8Array;
  private readonly wides: Float64Array;
  private readonly ints: Int32Array;
  private freeSlot = NONE;
  /** Slots from here on have never been used. */
  private untouched = 0;
  private usedCount = 0;

  constructor(capacity: number) {
    const memory = new ArrayBuffer(capacity * RECORD_BYTES);
    this.capacity = capacity;
    this.bytes = new Uint8Array(memory);
    this.wides = new Float64Array(memory);
    this.ints = new Int32Array(memory);
  }

  get used(): number {
    return this.usedCount;
  }

  get isFull(): boolean {
    return this.usedCount === this.capacity;
  }

  /** A cleared record. The caller has looked at `isFull`. */
  allocate(kind: number): number {
    let slot = this.freeSlot;
    if (slot === NONE) {
      slot = this.untouched;
      assert(slot < this.capacity, 'RELAIS_E_INTERNAL', 'order records are full');
      this.untouched += 1;
    } else {
      this.freeSlot = this.int(slot, Int.memoryNext);
    }
    this.usedCount += 1;
    this.wides.fill(0, slot * WIDE_PER_RECORD, (slot + 1) * WIDE_PER_RECORD);
    this.setByte(slot, Byte.kind, kind);
    return slot;
  }

  free(slot: number): void {
    assert(this.byte(slot, Byte.kind) !== 0, 'RELAIS_E_INTERNAL', 'an order record is freed twice');
    this.setByte(slot, Byte.kind, 0);
    this.setInt(slot, Int.memoryNext, this.freeSlot);
    this.freeSlot = slot;
    this.usedCount -= 1;
  }

  clear(): void {
    this.freeSlot = NONE;
    this.untouched = 0;
    this.usedCount = 0;
  }

  wide(slot: number, field: WideField): number {
    return this.wides[slot * WIDE_PER_RECORD + field] as number;
  }

  setWide(slot: number, field: WideField, value: number): void {
    this.wides[slot * WIDE_PER_RECORD + field] = value;
  }

  int(slot: number, field: IntField): number {
    return this.ints[slot * INTS_PER_RECORD + field] as number;
  }

  setInt(slot: number, field: IntField, value: number): void {
    this.ints[slot * INTS_PER_RECORD + field] = value;
  }

  byte(slot: number, field: ByteField): number {
    return this.bytes[slot * RECORD_BYTES + field] as number;
  }

  setByte(slot: number, field: ByteField, value: number): void {
    this.bytes[slot * RECORD_BYTES + field] = value;
  }

  partner(slot: number): number {
    return this.byte(slot, Byte.partnerLow) | (this.byte(slot, Byte.partnerHigh) << 8);
  }

  setPartner(slot: number, partner: number): void {
    this.setByte(slot, Byte.partnerLow, partner & 0xff);
    this.setByte(slot, Byte.partnerHigh, partner >>> 8);
  }

  leavesQuantity(slot: number): number {
    return this.wide(slot, Wide.quantity) - this.wide(slot, Wide.cumQuantity);
  }

  isOpen(slot: number): boolean {
    return this.byte(slot, Byte.state) !== OrderState.closed;
  }

  /** Where in `bytes` the client order id of a record stands; its length is Byte.idLength. */
  idAt(slot: number): number {
    return slot * RECORD_BYTES + ID_OFFSET;
  }

  setId(slot: number, bytes: Uint8Array, at: number, length: number): void {
    const to = this.idAt(slot);
    for (let index = 0; index < length; index += 1) this.bytes[to + index] = bytes[at + index] as number;
    this.setByte(slot, Byte.idLength, length);
  }
}
