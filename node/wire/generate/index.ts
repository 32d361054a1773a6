/**
 * The code generator: from node/wire/schema to TypeScript, tables and golden vectors, as text. It does not touch files; that is the
 * business of scripts/generate-codec.ts. Nothing at run time imports from here.
 */
import { ENUMS, MESSAGES } from '../schema/index.js';
import { emitAscii } from './emit-ascii.js';
import { emitDoor, emitEnums, emitMessageList, emitMessageTypes } from './emit-common.js';
import { emitMessage } from './emit-message.js';
import { emitTables, replaceSection } from './emit-tables.js';
import { completeVectors, type GoldenVector, goldenText } from './golden.js';
import { checkSchema, layoutOf, type MessageLayout } from './layout.js';
import { fileName } from './names.js';

export type { GoldenVector } from './golden.js';
export { layoutOf, type MessageLayout, type PlacedField } from './layout.js';
export { encodeByReference, type PlainEntry, type PlainMessage } from './reference-encoder.js';

/** Layouts of all messages, by type. Throws RELAIS_E_INTERNAL for a schema that cannot be written down. */
export function allLayouts(): MessageLayout[] {
  checkSchema(MESSAGES, ENUMS);
  return MESSAGES.toSorted((a, b) => a.type - b.type).map(layoutOf);
}

/** Text of the file of golden vectors, given what it holds now. */
export const generatedVectors = (present: readonly GoldenVector[]): string => goldenText(completeVectors(present, allLayouts()));

/** docs/protocol.md with its section of messages up to date, given what it holds now. */
export const generatedProtocolPage = (page: string): string => replaceSection(page, emitTables(allLayouts(), ENUMS));

/** The generated modules: name within node/wire/generated, and text. */
export function generatedModules(): { name: string; text: string }[] {
  const layouts = allLayouts();
  return [
    { name: 'ascii.gen.ts', text: emitAscii() },
    { name: 'enums.gen.ts', text: emitEnums(ENUMS) },
    { name: 'message-type.gen.ts', text: emitMessageTypes(layouts) },
    { name: 'messages.gen.ts', text: emitMessageList(layouts) },
    ...layouts.map((layout) => ({ name: `${fileName(layout.spec.name)}.gen.ts`, text: emitMessage(layout) })),
    { name: 'index.ts', text: emitDoor(layouts) },
  ];
}
