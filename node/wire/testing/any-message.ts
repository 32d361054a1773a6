/** Arbitrary messages for property tests, and every message's encoder, decoder and reader by name. */
import fc from 'fast-check';
import { allLayouts, type MessageLayout, type PlacedField, type PlainEntry, type PlainMessage } from '../generate/index.js';
import * as generated from '../generated/index.js';

type Encode = (value: PlainMessage, bytes: Uint8Array, view: DataView, at: number) => number;
type Decode = (view: DataView, bytes: Uint8Array, at: number, length: number, into: PlainMessage) => PlainMessage;
/** A reader as tests see it: getters of fields, methods of groups and texts. */
type Reader = { wrap(view: DataView, bytes: Uint8Array, at: number, length: number): Reader } & Record<
  string,
  number | ((index?: number) => number | string)
>;

export interface Codec {
  readonly layout: MessageLayout;
  readonly name: string;
  readonly encode: Encode;
  readonly decode: Decode;
  readonly empty: () => PlainMessage;
  readonly newReader: () => Reader;
}

const exported = generated as unknown as Record<string, never>;

export const CODECS: readonly Codec[] = allLayouts().map((layout) => {
  const { name } = layout.spec;
  const ReaderClass = exported[`${name}Reader`] as unknown as new () => Reader;
  return {
    layout,
    name,
    encode: exported[`encode${name}`] as unknown as Encode,
    decode: exported[`decode${name}`] as unknown as Decode,
    empty: exported[`empty${name}`] as unknown as () => PlainMessage,
    newReader: () => new ReaderClass(),
  };
});

export function codecOf(name: string): Codec {
  const codec = CODECS.find((candidate) => candidate.name === name);
  if (!codec) throw new TypeError(`no message ${name}`);
  return codec;
}

const SAFE = Number.MAX_SAFE_INTEGER;
const numberOf = (field: PlacedField): fc.Arbitrary<number> => {
  switch (field.type) {
    case 'u8':
      return fc.integer({ min: 0, max: 0xff });
    case 'u16':
      return fc.integer({ min: 0, max: 0xffff });
    case 'u32':
      return fc.integer({ min: 0, max: 0xffff_ffff });
    case 'i32':
      return fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
    case 'u64':
      return fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, SAFE));
    case 'i64':
      return fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 1, -(2 ** 32), 2 ** 32 - 1, -SAFE, SAFE));
  }
};

const recordOf = (fields: readonly PlacedField[]): Record<string, fc.Arbitrary<number>> =>
  Object.fromEntries(fields.map((field) => [field.name, numberOf(field)]));

const ascii = (maxBytes: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0x21, max: 0x7e }), { maxLength: maxBytes }).map((codes) => String.fromCharCode(...codes));

const utf8 = (maxBytes: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => Buffer.byteLength(text) <= maxBytes);

export function anyMessage({ layout }: Codec): fc.Arbitrary<PlainMessage> {
  const model: Record<string, fc.Arbitrary<number | string | PlainEntry[]>> = recordOf(layout.fields);
  const { group } = layout.spec;
  if (group) model[group.name] = fc.array(fc.record(recordOf(layout.entry.fields)), { maxLength: Math.min(12, group.maxCount) });
  for (const text of layout.texts) {
    model[text.name] = text.utf8 ? utf8(text.maxBytes) : ascii(text.maxBytes);
  }
  return fc.record(model) as fc.Arbitrary<PlainMessage>;
}

/** A codec with a message of it. */
export const anyCodecAndMessage = fc.constantFrom(...CODECS).chain((codec) => anyMessage(codec).map((message) => ({ codec, message })));

export interface Encoded {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly at: number;
  readonly length: number;
}

/** Encoded somewhere within a buffer that is larger than needed and not clear. */
export function encoded(codec: Codec, message: PlainMessage, at = 5): Encoded {
  const bytes = new Uint8Array(at + codec.layout.maxBytes + 9).fill(0xa5);
  const view = new DataView(bytes.buffer);
  return { bytes, view, at, length: codec.encode(message, bytes, view, at) };
}

/** What a reader says about every field, as a plain message. */
export function readAll(codec: Codec, reader: Reader): PlainMessage {
  const { layout } = codec;
  const result: Record<string, PlainMessage[string]> = {};
  for (const field of layout.fields) result[field.name] = reader[field.name] as number;
  const { group } = layout.spec;
  if (group) {
    result[group.name] = Array.from({ length: reader[`${group.name}Count`] as number }, (_, index) =>
      Object.fromEntries(
        layout.entry.fields.map(({ name }) => {
          const method = `${group.name}${name.charAt(0).toUpperCase()}${name.slice(1)}Of`;
          return [name, (reader as unknown as Record<string, (index: number) => number>)[method]?.(index) ?? Number.NaN];
        }),
      ),
    );
  }
  for (const text of layout.texts) result[text.name] = (reader as unknown as Record<string, () => string>)[text.name]?.() ?? '';
  return result;
}
