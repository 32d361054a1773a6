/**
 * Writes the flyweight reader of a message: it stands on bytes and reads fields where they are. `wrap` checks everything that a hostile
 * message can trip, so that no getter throws afterwards.
 */
import { bytesParameter, checkExpression, emitWalk, isWide, readExpression } from './emit-parts.js';
import type { MessageLayout } from './layout.js';
import { capital, constantName } from './names.js';

export function emitReader(layout: MessageLayout): string[] {
  const { spec } = layout;
  const hasTexts = layout.texts.length > 0;
  const lines = [
    `/** Reads a ${spec.name} in place. Valid as long as the bytes are; \`wrap\` throws what decode${spec.name} throws. */`,
    `export class ${spec.name}Reader {`,
    '  /** Where the message stands. */',
    '  at = 0;',
    '  /** Its length, CRC32 included. */',
    '  length = 0;',
    ...(hasTexts ? ['  private bytes: Uint8Array = NO_BYTES;'] : []),
    ...(spec.group ? ['  private view: DataView = NO_VIEW;', '  private entriesAt = 0;', `  ${spec.group.name}Count = 0;`] : []),
    '  private block: DataView = NO_VIEW;',
    '  private blockAt = 0;',
    '  private short: DataView | null = null;',
  ];
  for (const text of layout.texts) lines.push(`  ${text.name}At = 0;`, `  ${text.lengthField.name} = 0;`);
  lines.push('', ...emitWrap(layout).map((line) => (line === '' ? '' : `  ${line}`)), '');
  for (const field of layout.fields) {
    lines.push(
      `  get ${field.name}(): ${field.enumeration ?? 'number'} {`,
      `    return ${readExpression(field, 'this.block', 'this.blockAt')};`,
      '  }',
      '',
    );
  }
  if (spec.group) {
    for (const field of layout.entry.fields) {
      const at = `this.entriesAt + index * ${layout.entry.bytes}`;
      lines.push(
        `  ${spec.group.name}${capital(field.name)}Of(index: number): ${field.enumeration ?? 'number'} {`,
        `    checkIndex(index, this.${spec.group.name}Count);`,
        `    return ${readExpression(field, 'this.view', at)};`,
        '  }',
        '',
      );
    }
  }
  for (const text of layout.texts) {
    const read = text.utf8 ? 'readUtf8' : 'readAscii';
    lines.push(
      `  ${text.name}(): string {`,
      `    return ${read}(this.bytes, this.${text.name}At, this.${text.lengthField.name});`,
      '  }',
      '',
    );
  }
  lines.pop();
  lines.push('}', '');
  return lines;
}

function emitWrap(layout: MessageLayout): string[] {
  const { spec } = layout;
  const lines = [
    `wrap(view: DataView, ${bytesParameter(layout)}: Uint8Array, at: number, length: number): this {`,
    '  const blockLength = blockLengthOf(view, at, length);',
    '  let block = view;',
    '  let blockAt = at;',
    `  if (blockLength < ${layout.blockBytes}) {`,
    `    this.short ??= new DataView(new ArrayBuffer(${layout.blockBytes}));`,
    `    block = completeBlock(view, at, blockLength, ${constantName(spec.name)}_FIELD_ENDS, this.short);`,
    '    blockAt = 0;',
    '  }',
    ...emitWalk(layout, 'block', 'blockAt').map((line) => `  ${line}`),
    ...layout.fields.filter(isWide).map((field) => `  ${checkExpression(field, 'block', 'blockAt')};`),
  ];
  const wideOfEntry = layout.entry.fields.filter(isWide);
  if (spec.group && wideOfEntry.length > 0) {
    lines.push(
      `  for (let entryAt = entriesAt; entryAt < entriesAt + count * ${layout.entry.bytes}; entryAt += ${layout.entry.bytes}) {`,
      ...wideOfEntry.map((field) => `    ${checkExpression(field, 'view', 'entryAt')};`),
      '  }',
    );
  }
  lines.push('  this.at = at;', '  this.length = length;', '  this.block = block;', '  this.blockAt = blockAt;');
  if (spec.group) lines.push('  this.view = view;', '  this.entriesAt = entriesAt;', `  this.${spec.group.name}Count = count;`);
  if (layout.texts.length > 0) lines.push('  this.bytes = bytes;');
  for (const text of layout.texts) {
    lines.push(`  this.${text.name}At = ${text.name}At;`, `  this.${text.lengthField.name} = ${text.lengthField.name};`);
  }
  lines.push('  return this;', '}');
  return lines;
}
