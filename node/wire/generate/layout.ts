import { assert } from '../../../registry/index.js';
import { CHANNELS, type EnumSpec, type FieldSpec, type FieldType, type MessageSpec, type TextSpec } from '../schema/index.js';

/** Where everything of a message stands: what the emitters of code, tables and reference vectors agree on. */
export interface PlacedField extends FieldSpec {
  readonly offset: number;
}

export interface MessageLayout {
  readonly spec: MessageSpec;
  /** Fields of the fixed block in order, the count of the group and the lengths of the texts included. */
  readonly block: readonly PlacedField[];
  /** Fields that the plain interface has: `block` without counts and lengths. */
  readonly fields: readonly PlacedField[];
  readonly blockBytes: number;
  readonly count: PlacedField | null;
  readonly entry: { readonly fields: readonly PlacedField[]; readonly bytes: number };
  readonly texts: readonly (TextSpec & { readonly lengthField: PlacedField })[];
  /** Largest message, CRC32 included. */
  readonly maxBytes: number;
}

export const FIELD_BYTES: Readonly<Record<FieldType, number>> = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8 };

export function layoutOf(spec: MessageSpec): MessageLayout {
  const block: PlacedField[] = [];
  let offset = 1;
  const place = (field: FieldSpec): PlacedField => {
    const placed = { ...field, offset };
    offset += FIELD_BYTES[field.type];
    block.push(placed);
    return placed;
  };
  const fields = spec.fields.map(place);
  const count = spec.group
    ? place({ name: `${spec.group.name}Count`, type: 'u16', doc: `Number of ${spec.group.name}, at most ${spec.group.maxCount}.` })
    : null;
  const texts = (spec.texts ?? []).map((text) => ({
    ...text,
    lengthField: place({
      name: `${text.name}Length`,
      type: 'u8',
      unit: 'bytes',
      doc: `Length of ${text.name}, at most ${text.maxBytes}.`,
    }),
  }));
  const blockBytes = offset;
  offset = 0;
  const entryFields = (spec.group?.fields ?? []).map((field) => {
    const placed = { ...field, offset };
    offset += FIELD_BYTES[field.type];
    return placed;
  });
  const tail = (spec.group?.maxCount ?? 0) * offset + texts.reduce((sum, text) => sum + text.maxBytes, 0);
  return { spec, block, fields, blockBytes, count, entry: { fields: entryFields, bytes: offset }, texts, maxBytes: blockBytes + tail + 4 };
}

/** Refuses a schema that cannot be written down: block above 255 bytes, numbers or names used twice, unknown enumerations. */
export function checkSchema(messages: readonly MessageSpec[], enums: readonly EnumSpec[]): void {
  const types = new Set<number>();
  const names = new Set<string>();
  const enumNames = new Set(enums.map((spec) => spec.name));
  for (const spec of messages) {
    const fail = (why: string): string => `schema of ${spec.name}: ${why}`;
    assert(spec.type >= 1 && spec.type <= 255 && !types.has(spec.type), 'RELAIS_E_INTERNAL', fail(`type ${spec.type}`));
    assert(/^[A-Z][A-Za-z0-9]*$/.test(spec.name) && !names.has(spec.name), 'RELAIS_E_INTERNAL', fail('name'));
    assert(spec.channel === 'log' || spec.channel in CHANNELS, 'RELAIS_E_INTERNAL', fail('channel'));
    types.add(spec.type);
    names.add(spec.name);
    const layout = layoutOf(spec);
    assert(layout.blockBytes <= 255, 'RELAIS_E_INTERNAL', fail(`fixed block of ${layout.blockBytes} bytes`));
    const members = new Set(['at', 'length', 'wrap', ...(spec.group ? [spec.group.name] : []), ...(spec.texts ?? []).map((t) => t.name)]);
    for (const field of layout.block) {
      assert(!members.has(field.name), 'RELAIS_E_INTERNAL', fail(`field ${field.name} twice`));
      assert(field.enumeration === undefined || enumNames.has(field.enumeration), 'RELAIS_E_INTERNAL', fail(`${field.enumeration}`));
      members.add(field.name);
    }
    for (const text of spec.texts ?? []) assert(text.maxBytes <= 255, 'RELAIS_E_INTERNAL', fail(`text ${text.name}`));
    assert((spec.group?.maxCount ?? 0) <= 0xffff, 'RELAIS_E_INTERNAL', fail('group'));
  }
}
