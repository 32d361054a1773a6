/**
 * The language in which messages are described. One description (the other files of this folder) gives encoder, decoder, flyweight reader
 * and the tables of docs/protocol.md.
 *
 * Layout of a message: one byte `blockLength` (bytes of the fixed block, that byte included), the fixed block (fields in the order given,
 * little-endian, unaligned), the entries of the group if there is one (count is the u16 field `<group>Count`, last of the fixed block
 * before text lengths), then the bytes of the texts in order (their lengths are u8 fields `<text>Length` at the end of the fixed block), then
 * the CRC32 of all that (u32), made by the originator.
 * Evolution: a newer version only appends to the fixed block. A reader skips by `blockLength` what it does not know, and takes the null
 * value (0, or an empty text) for what is missing.
 */
export type FieldType = 'u8' | 'u16' | 'u32' | 'i32' | 'u64' | 'i64';

/** 64-bit fields are read and written as numbers; values outside ±(2^53 − 1) are refused with RELAIS_E_NUMBER_RANGE. */
export interface FieldSpec {
  readonly name: string;
  readonly type: FieldType;
  /** Name of an enumeration in enums.ts: the generated types then use it. */
  readonly enumeration?: string;
  readonly unit?: string;
  readonly doc: string;
}

export interface GroupSpec {
  readonly name: string;
  readonly maxCount: number;
  readonly fields: readonly FieldSpec[];
  readonly doc: string;
}

export interface TextSpec {
  readonly name: string;
  /** At most 255; printable ASCII (0x21–0x7e) unless `utf8`. */
  readonly maxBytes: number;
  readonly utf8?: boolean;
  readonly doc: string;
}

export type ChannelName = 'control' | 'marketData' | 'book' | 'executions' | 'orders' | 'replication' | 'audit' | 'log';

export interface MessageSpec {
  readonly name: string;
  /** 1–255, unique over all messages, never reused. */
  readonly type: number;
  readonly channel: ChannelName;
  readonly doc: string;
  readonly fields: readonly FieldSpec[];
  readonly group?: GroupSpec;
  readonly texts?: readonly TextSpec[];
}

export interface EnumSpec {
  readonly name: string;
  readonly doc: string;
  /** value → [name, doc] */
  readonly values: Readonly<Record<number, readonly [string, string]>>;
}
