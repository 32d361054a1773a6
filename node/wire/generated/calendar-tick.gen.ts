// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  completeBlock,
  needRoom,
  writeMessageCrc,
  writeU32,
  writeU8,
} from '../message-fields.js';

export const CALENDAR_TICK_MAX_BYTES = 10;
const CALENDAR_TICK_FIELD_ENDS: readonly number[] = [5, 6];
const SHORT_BLOCK = new DataView(new ArrayBuffer(6));

/** An instrument opens or closes, or duplicates may be forgotten: written by the server when its calendar says so. */
export interface CalendarTick {
  /** Instrument; 0 for housekeeping only. */
  instrument: number;
  /** 1 opens, 2 closes (Day orders expire), 0 neither. */
  open: number;
}

/** A CalendarTick of null values, to be filled in or decoded into. */
export const emptyCalendarTick = (): CalendarTick => ({ instrument: 0, open: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeCalendarTickFields(value: CalendarTick, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 10);
  view.setUint8(at, 6);
  writeU32(view, at + 1, value.instrument);
  writeU8(view, at + 5, value.open);
  return 10;
}

/** Writes a whole CalendarTick, CRC32 included, and gives its length (at most CALENDAR_TICK_MAX_BYTES). */
export function encodeCalendarTick(value: CalendarTick, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeCalendarTickFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeCalendarTick(view: DataView, _bytes: Uint8Array, at: number, length: number, into: CalendarTick): CalendarTick {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 6) {
    block = completeBlock(view, at, blockLength, CALENDAR_TICK_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.open = block.getUint8(blockAt + 5);
  return into;
}

/** Reads a CalendarTick in place. Valid as long as the bytes are; `wrap` throws what decodeCalendarTick throws. */
export class CalendarTickReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;

  wrap(view: DataView, _bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 6) {
      this.short ??= new DataView(new ArrayBuffer(6));
      block = completeBlock(view, at, blockLength, CALENDAR_TICK_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get open(): number {
    return this.block.getUint8(this.blockAt + 5);
  }
}
