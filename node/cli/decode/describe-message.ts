import { ENUMS, type FieldSpec, MESSAGES, type MessageSpec, messageCrcIsGood } from '../../wire/index.js';

const BY_TYPE = new Map(MESSAGES.map((message) => [message.type, message]));
const ENUM_NAMES = new Map(
  ENUMS.map(({ name, values }) => [name, new Map(Object.entries(values).map(([value, [text]]) => [Number(value), text]))]),
);
const CRC_BYTES = 4;
/** Entries of a group that are printed; the rest is counted. */
const MAX_ENTRIES = 12;

export interface DescribedMessage {
  readonly name: string;
  /** `field value` pairs in the order of the schema, ready to be joined. */
  readonly fields: readonly string[];
  /** What is wrong with it, if anything is. */
  readonly complaints: readonly string[];
}

export const messageName = (type: number): string => BY_TYPE.get(type)?.name ?? `type ${type}`;

/** Reads any message of the schema by name, straight from the schema. Never throws: what cannot be read is said in `complaints`. */
export function describeMessage(type: number, bytes: Uint8Array, at: number, length: number): DescribedMessage {
  const spec = BY_TYPE.get(type);
  if (spec === undefined) return { name: `type ${type}`, fields: [], complaints: ['no message of the schema has this type'] };
  const complaints: string[] = [];
  const fields: string[] = [];
  try {
    readInto(fields, complaints, spec, new DataView(bytes.buffer, bytes.byteOffset + at, length));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    complaints.push('it ends before its fields do');
  }
  if (length < CRC_BYTES || !messageCrcIsGood(bytes, at, length)) complaints.push('its CRC32 is wrong');
  return { name: spec.name, fields, complaints };
}

function readInto(fields: string[], complaints: string[], spec: MessageSpec, view: DataView): void {
  const blockLength = view.getUint8(0);
  let at = 1;
  /** Value of the next field of the fixed block; null if an older writer did not have it. */
  const next = (field: FieldSpec): number | null => {
    const start = at;
    at += widthOf(field);
    return at <= blockLength ? readNumber(view, start, field) : null;
  };
  for (const field of spec.fields) fields.push(`${field.name}=${show(field, next(field))}`);
  const u8 = (name: string): FieldSpec => ({ name, type: 'u8', doc: '' });
  const count = spec.group === undefined ? 0 : (next({ name: 'count', type: 'u16', doc: '' }) ?? 0);
  const textLengths = (spec.texts ?? []).map((text) => next(u8(text.name)) ?? 0);
  if (blockLength > at) complaints.push(`${blockLength - at} bytes of a newer version`);
  at = blockLength;
  if (spec.group !== undefined) {
    const entries: string[] = [];
    for (let i = 0; i < count; i++) {
      const parts: string[] = [];
      for (const field of spec.group.fields) {
        parts.push(`${field.name}=${show(field, readNumber(view, at, field))}`);
        at += widthOf(field);
      }
      if (i < MAX_ENTRIES) entries.push(`{${parts.join(' ')}}`);
    }
    const more = count > MAX_ENTRIES ? ` … ${count - MAX_ENTRIES} more` : '';
    fields.push(`${spec.group.name}[${count}]=${entries.join(' ')}${more}`);
  }
  for (const [i, text] of (spec.texts ?? []).entries()) {
    const length = textLengths[i] as number;
    if (at + length > view.byteLength) throw new RangeError();
    const raw = new Uint8Array(view.buffer, view.byteOffset + at, length);
    fields.push(`${text.name}=${JSON.stringify(new TextDecoder().decode(raw))}`);
    at += length;
  }
  if (at + CRC_BYTES !== view.byteLength) complaints.push(`${view.byteLength - at - CRC_BYTES} bytes too many`);
}

const WIDTHS = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8 } as const;
const widthOf = (field: FieldSpec): number => WIDTHS[field.type];

function readNumber(view: DataView, at: number, { type }: FieldSpec): number {
  switch (type) {
    case 'u8':
      return view.getUint8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'u64':
      return Number(view.getBigUint64(at, true));
    case 'i64':
      return Number(view.getBigInt64(at, true));
  }
}

function show(field: FieldSpec, value: number | null): string {
  if (value === null) return '(none)';
  if (field.enumeration !== undefined) return ENUM_NAMES.get(field.enumeration)?.get(value) ?? String(value);
  if (field.unit?.startsWith('us since the Unix epoch') && value > 0 && value < 8.64e18) return showTime(value);
  return String(value);
}

/** 2026-01-31T12:00:00.123456Z */
export function showTime(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000);
  if (!(ms >= 0 && ms < 8.64e15)) return `${timeUs} us`;
  return `${new Date(ms).toISOString().slice(0, -1)}${String(timeUs % 1000).padStart(3, '0')}Z`;
}
