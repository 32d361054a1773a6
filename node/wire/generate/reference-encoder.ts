/**
 * A second encoder, straight from the schema and as slow as it is plain (BigInt, Buffer, a CRC32 bit by bit): what golden vectors are made
 * with and what the generated encoders are tested against.
 */
import type { FieldSpec } from '../schema/index.js';
import { FIELD_BYTES, type MessageLayout } from './layout.js';

export type PlainEntry = Readonly<Record<string, number>>;
export type PlainMessage = Readonly<Record<string, number | string | readonly PlainEntry[]>>;

export function encodeByReference(layout: MessageLayout, message: PlainMessage): Uint8Array {
  const entries = layout.spec.group ? (message[layout.spec.group.name] as readonly PlainEntry[]) : [];
  const texts = layout.texts.map((text) => Buffer.from(message[text.name] as string, 'utf8'));
  const lengths = new Map(layout.texts.map((text, index) => [text.lengthField.name, texts[index]?.length ?? 0]));
  const fixed = layout.block.map((field) => {
    const isCount = field.name === layout.count?.name;
    return fieldBytes(field, isCount ? entries.length : (lengths.get(field.name) ?? (message[field.name] as number)));
  });
  const group = entries.flatMap((entry) => layout.entry.fields.map((field) => fieldBytes(field, entry[field.name] ?? 0)));
  const body = Buffer.concat([Buffer.from([layout.blockBytes]), ...fixed, ...group, ...texts]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32BitByBit(body));
  return new Uint8Array(Buffer.concat([body, crc]));
}

function fieldBytes(field: FieldSpec, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return bytes.subarray(0, FIELD_BYTES[field.type]);
}

export function crc32BitByBit(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return ~remainder >>> 0;
}
