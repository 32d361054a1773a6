/**
 * Golden vectors: for every message a value and its bytes. Once written a vector is never rewritten by the generator; whoever changes a
 * layout removes it by hand and says why in an ADR.
 */
import type { FieldType } from '../schema/index.js';
import type { MessageLayout, PlacedField } from './layout.js';
import { encodeByReference, type PlainMessage } from './reference-encoder.js';

export interface GoldenVector {
  readonly name: string;
  readonly type: number;
  readonly value: PlainMessage;
  readonly hex: string;
}

const SAMPLES: Readonly<Record<FieldType, readonly number[]>> = {
  u8: [1, 2, 3],
  u16: [0x0102, 3, 65_535],
  u32: [0x0001_0007, 0xfedc_ba98, 42],
  i32: [-1, 2_147_483_647, -70_000],
  u64: [1_723_107_600_123_456, Number.MAX_SAFE_INTEGER, 4_294_967_296, 7],
  i64: [-1, 5_950_010, Number.MIN_SAFE_INTEGER, -4_294_967_297, Number.MAX_SAFE_INTEGER],
};

/** A value whose fields differ from each other and touch the ends of their ranges. */
function sampleOf(layout: MessageLayout): PlainMessage {
  let turn = layout.spec.type;
  const pick = (field: PlacedField): [string, number] => {
    const samples = SAMPLES[field.type];
    turn += 1;
    return [field.name, field.enumeration ? 1 : (samples[turn % samples.length] ?? 0)];
  };
  const value: Record<string, PlainMessage[string]> = Object.fromEntries(layout.fields.map(pick));
  if (layout.spec.group) value[layout.spec.group.name] = [0, 1, 2].map(() => Object.fromEntries(layout.entry.fields.map(pick)));
  for (const text of layout.texts) value[text.name] = text.utf8 ? 'déjà vu' : `${text.name}-7`.slice(0, text.maxBytes);
  return value;
}

/** The vectors of a file, with those added that it lacks and those left out whose message is gone. */
export function completeVectors(present: readonly GoldenVector[], layouts: readonly MessageLayout[]): GoldenVector[] {
  return layouts.map((layout) => {
    const { name, type } = layout.spec;
    const known = present.find((vector) => vector.name === name);
    if (known) return known;
    const value = sampleOf(layout);
    return { name, type, value, hex: Buffer.from(encodeByReference(layout, value)).toString('hex') };
  });
}

export const goldenText = (vectors: readonly GoldenVector[]): string => `${JSON.stringify(vectors, null, 1)}\n`;
