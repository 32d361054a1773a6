/** Writes the modules that are not of one message: enumerations, message types, the list of all messages, the door. */
import type { EnumSpec } from '../schema/index.js';
import type { MessageLayout } from './layout.js';
import { constantName, fileName, GENERATED_HEADER } from './names.js';

export function emitEnums(enums: readonly EnumSpec[]): string {
  const lines = [
    GENERATED_HEADER,
    '// 0 is always "not set". A peer of a newer version may send numbers that are not listed here: treat them as not understood.',
    '',
  ];
  for (const spec of enums) {
    const values = Object.entries(spec.values);
    lines.push(`/** ${spec.doc} */`, `export const ${spec.name} = {`);
    for (const [value, [name, doc]] of values) lines.push(`  /** ${doc} */`, `  ${name}: ${value},`);
    lines.push('} as const;', `export type ${spec.name} = 0 | (typeof ${spec.name})[keyof typeof ${spec.name}];`);
    const names = Array.from(
      { length: Math.max(...values.map(([value]) => Number(value))) + 1 },
      (_, value) => spec.values[value]?.[0] ?? '',
    );
    lines.push(
      `/** Name of each value of ${spec.name}, by number; '' for not set. */`,
      `export const ${constantName(spec.name)}_NAMES: readonly string[] = [${names.map((name) => `'${name}'`).join(', ')}];`,
      '',
    );
  }
  return lines.join('\n');
}

export function emitMessageTypes(layouts: readonly MessageLayout[]): string {
  return [
    GENERATED_HEADER,
    '/** Message types as they stand in the frame header (those of the log: in its command header). */',
    'export const MessageType = {',
    ...layouts.flatMap(({ spec }) => [`  /** ${spec.doc} */`, `  ${spec.name}: ${spec.type},`]),
    '} as const;',
    'export type MessageType = (typeof MessageType)[keyof typeof MessageType];',
    '',
  ].join('\n');
}

/** The list that a dissector goes by: every message with its channel and a decoder into a fresh object. */
export function emitMessageList(layouts: readonly MessageLayout[]): string {
  return [
    GENERATED_HEADER,
    ...layouts.map(({ spec }) => `import { decode${spec.name}, empty${spec.name} } from './${fileName(spec.name)}.gen.js';`),
    '',
    'export interface MessageDescription {',
    '  readonly name: string;',
    '  readonly type: number;',
    '  readonly channel: string;',
    '  /** Largest message of this type, CRC32 included. */',
    '  readonly maxBytes: number;',
    '  /** Name of the enumeration of each field that has one. */',
    '  readonly enumerations: Readonly<Record<string, string>>;',
    '  /** Decodes into a fresh plain object: for tools, not for the hot path. */',
    '  decode(view: DataView, bytes: Uint8Array, at: number, length: number): object;',
    '}',
    '',
    '/** Every message by its type. */',
    'export const MESSAGE_DESCRIPTIONS: ReadonlyMap<number, MessageDescription> = new Map<number, MessageDescription>([',
    ...layouts.flatMap(({ spec, maxBytes, fields }) => {
      const enumerations = fields.flatMap((field) => (field.enumeration ? [`${field.name}: '${field.enumeration}'`] : [])).join(', ');
      return [
        `  [${spec.type}, {`,
        `    name: '${spec.name}',`,
        `    type: ${spec.type},`,
        `    channel: '${spec.channel}',`,
        `    maxBytes: ${maxBytes},`,
        `    enumerations: {${enumerations === '' ? '' : ` ${enumerations} `}},`,
        `    decode: (view, bytes, at, length) => decode${spec.name}(view, bytes, at, length, empty${spec.name}()),`,
        '  }],',
      ];
    }),
    ']);',
    '',
  ].join('\n');
}

export function emitDoor(layouts: readonly MessageLayout[]): string {
  return [
    GENERATED_HEADER,
    '/** All messages of the wire and of the log. */',
    "export * from './enums.gen.js';",
    "export { MESSAGE_DESCRIPTIONS, type MessageDescription } from './messages.gen.js';",
    "export { MessageType } from './message-type.gen.js';",
    ...layouts.map(({ spec }) => `export * from './${fileName(spec.name)}.gen.js';`),
    '',
  ].join('\n');
}
