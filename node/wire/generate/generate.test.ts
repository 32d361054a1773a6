import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { MessageSpec } from '../schema/index.js';
import { emitMessage } from './emit-message.js';
import { replaceSection } from './emit-tables.js';
import { generatedModules } from './index.js';
import { checkSchema, layoutOf } from './layout.js';

const aMessage = (change: Partial<MessageSpec> = {}): MessageSpec => ({
  name: 'Ping',
  type: 200,
  channel: 'control',
  doc: 'A ping.',
  fields: [{ name: 'sentUs', type: 'u64', doc: 'When.' }],
  ...change,
});

describe('the generator', () => {
  test('has written what stands in node/wire/generated', async () => {
    for (const { name, text } of generatedModules()) {
      expect({ name, text: await readFile(`node/wire/generated/${name}`, 'utf8') }).toEqual({ name, text });
    }
  });

  test('places fields one after the other behind the block length, then count, then text lengths', () => {
    const layout = layoutOf(
      aMessage({
        texts: [{ name: 'note', maxBytes: 9, doc: 'Note.' }],
        group: { name: 'hops', maxCount: 3, doc: 'Hops.', fields: [{ name: 'tookUs', type: 'u32', doc: 'Time.' }] },
      }),
    );
    expect(layout.block.map(({ name, offset }) => [name, offset])).toEqual([
      ['sentUs', 1],
      ['hopsCount', 9],
      ['noteLength', 11],
    ]);
    expect(layout.blockBytes).toBe(12);
    expect(layout.maxBytes).toBe(12 + 3 * 4 + 9 + 4);
  });

  test('imports only what a message needs', () => {
    expect(emitMessage(layoutOf(aMessage()))).not.toContain('readAscii');
  });

  test('refuses a type that is used twice, a field that is named twice, and a block above 255 bytes', () => {
    const refused = (messages: MessageSpec[]): (() => void) => {
      return () => checkSchema(messages, []);
    };
    const field = (name: string): MessageSpec['fields'][number] => ({ name, type: 'u64', doc: 'A field.' });
    expect(refused([aMessage()])).not.toThrow();
    expect(refused([aMessage(), aMessage({ name: 'Pong' })])).toThrow('RELAIS_E_INTERNAL');
    expect(refused([aMessage({ fields: [field('a'), field('a')] })])).toThrow('RELAIS_E_INTERNAL');
    expect(refused([aMessage({ fields: Array.from({ length: 32 }, (_, index) => field(`f${index}`)) })])).toThrow('RELAIS_E_INTERNAL');
    expect(refused([aMessage({ fields: [{ ...field('a'), enumeration: 'Nothing' }] })])).toThrow('RELAIS_E_INTERNAL');
  });
});

describe('the generated section of a page', () => {
  test('is replaced, and the prose around it stays', () => {
    const page = replaceSection('# Protocol\n\nBefore.\n', 'one');
    const again = `${page}\nAfter.\n`;
    expect(replaceSection(again, 'two')).toBe(again.replace('one', 'two'));
    expect(replaceSection(again, 'two')).toContain('Before.');
  });
});
