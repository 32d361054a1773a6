import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSettings } from '../../../registry/index.js';
import { goYamlScalar } from './go-yaml-scalar.js';
import { readYaml, YamlProblem } from './read-yaml.js';

const limits = readSettings();
const values = (text: string): unknown[] => readYaml(text, limits).map((document) => document.value);
const problem = (text: string): string => {
  try {
    readYaml(text, limits);
  } catch (error) {
    if (error instanceof YamlProblem) return `${error.at.line}: ${error.what}`;
    throw error;
  }
  return '';
};

describe('a plain word means what it means to kubectl', () => {
  test.each([
    ['on', true],
    ['Off', false],
    ['y', true],
    ['NO', false],
    ['oN', 'oN'],
    ['~', null],
    ['Null', null],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['-7', -7],
    ['+7', 7],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['12:30', '12:30'],
    ['2026-01-05', '2026-01-05'],
    ['1.2.3.4', '1.2.3.4'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['-', '-'],
    ['.', '.'],
    ['.inf', Number.POSITIVE_INFINITY],
    ['Infinity', 'Infinity'],
    ['0x', '0x'],
  ])('%s', (text, expected) => expect(goYamlScalar(text)).toEqual(expected));

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9._eExXbBoO:]{0,12}$/)), (text) => {
        expect(['string', 'number', 'boolean', 'object']).toContain(typeof goYamlScalar(text));
      }),
    );
  });
});

describe('reading YAML', () => {
  test('quoted words stay texts, keys become texts', () => {
    expect(values('"on": "off"\non: \'0777\'\n1: !!str 5\n')).toEqual([{ on: 'off', true: '0777', 1: '5' }]);
  });

  test('several documents, empty ones left out', () =>
    expect(values('---\na: 1\n---\n# nothing\n---\nb: 2\n...\n')).toEqual([{ a: 1 }, { b: 2 }]));

  test('JSON is read as it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = JSON.stringify(value);
        expect(values(text)).toEqual([JSON.parse(text)]);
      }),
      { numRuns: 300 },
    );
  });

  test('anchors, aliases and merge keys are expanded; own fields win', () => {
    expect(values('base: &b {x: 1, w: 2}\nmore: {<<: *b, w: 3}\nsame: *b\nboth: {<<: [{z: 9}, *b]}\n')).toEqual([
      { base: { x: 1, w: 2 }, more: { w: 3, x: 1 }, same: { x: 1, w: 2 }, both: { z: 9, x: 1, w: 2 } },
    ]);
  });

  test('a field named __proto__ is an ordinary field', () => {
    const [value] = values('__proto__: {polluted: true}\nx: 1\n') as Record<string, unknown>[];
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'x']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('every value knows its line', () => {
    const [document] = readYaml('a:\n  b:\n    - 1\n    - c: 2\n', limits);
    const entry = document?.parts.get('a')?.parts.get('b')?.parts.get(1);
    expect(entry?.parts.get('c')?.at.line).toBe(4);
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', '3: field a stands here twice'],
    ['{"a": 1,\n "a": 2}', '2: field a stands here twice'],
    ['a: *nothing\n', '1: '],
    ['a: &x [*x]\n', '1: '],
    ['a: [1\n', ''],
    ['a: !!python/object x\n', '1: '],
    ['? [1, 2]\n: 3\n', '1: a field name must be a text'],
    ['<<: 5\n', '1: << needs an object'],
  ])('%j is refused with its line', (text, expected) => {
    expect(problem(text)).not.toBe('');
    expect(problem(text)).toContain(expected);
  });
});

describe('hostile YAML costs a bounded time', () => {
  const bomb = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${Array(10).fill(n === 0 ? 'x' : `*a${n - 1}`)}]`).join('\n');
  const wide = Array.from({ length: 90_000 }, (_, n) => `k${n}: 1`).join('\n');

  test.each([
    ['an alias bomb', bomb, 'values, aliases expanded'],
    ['brackets without end', '['.repeat(500_000), 'nested too deeply'],
    ['braces without end', '{a: '.repeat(200_000), 'nested too deeply'],
    ['dashes without end', '- '.repeat(400_000), 'nested too deeply'],
    ['question marks without end', '? '.repeat(400_000), 'nested too deeply'],
    ['indentation without end', Array.from({ length: 1000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), 'nested too deeply'],
    ['documents without end', '---\na: 1\n'.repeat(50_000), 'documents'],
    ['a large file', `a: "${'x'.repeat(2_000_000)}"`, 'larger than'],
  ])('%s', (_, text, expected) => {
    const start = performance.now();
    expect(problem(text)).toContain(expected);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('many fields in one object are read', () => {
    expect(Object.keys(values(wide)[0] as object)).toHaveLength(90_000);
  }, 30_000);

  test('arbitrary, cut and changed texts give values or a problem with a line, nothing else', () => {
    const sample =
      'apiVersion: v1\nkind: List\nitems:\n  - &a {x: [1, "2"], y: |\n      text\n    }\n  - *a\n  - <<: *a\n    z: !!str on\n';
    const changed = fc
      .array(
        fc.tuple(
          fc.nat({ max: sample.length }),
          fc.constantFrom('', '\t', ' ', '\n', ':', '-', '&', '*', '!', '"', "'", '[', '{', '}', '%', '\u0000', '|', '>'),
        ),
        { maxLength: 6 },
      )
      .map((edits) => edits.reduce((text, [at, put]) => text.slice(0, at) + put + text.slice(at + 1), sample));
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ size: 'medium' }), changed, fc.string({ unit: fc.constantFrom(...'abc:-?[]{}&*!|>\'"%@`,#\n \t') })),
        (text) => {
          expect(problem(text)).toMatch(/^$|^\d+: ./);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
