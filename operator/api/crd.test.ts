import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTransitionRule, violation } from './cel/evaluate.js';
import { isCommonPattern, outsideSubset } from './cel/subset.js';
import { celValue } from './cel/values.js';
import { customResourceDefinition, type StructuralSchema } from './crd.js';
import { withDefaults } from './defaults.js';
import { KINDS } from './kinds.js';
import { schemaOf, validateObject } from './validate-object.js';

interface Place {
  readonly path: string;
  readonly schema: StructuralSchema;
}

function places(path: string, schema: StructuralSchema): Place[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => places(`${path}.${name}`, child));
  return [{ path, schema }, ...below, ...(schema.items === undefined ? [] : places(`${path}[]`, schema.items))];
}

const all = KINDS.flatMap((kind) => places(kind.kind, schemaOf(kind)));
const rules = all.flatMap(({ path, schema }) => (schema['x-kubernetes-validations'] ?? []).map((rule) => ({ path, schema, ...rule })));

describe('every CRD', () => {
  test('has rules only within the documented subset of CEL', () => {
    expect(rules.length).toBeGreaterThan(15);
    expect(rules.flatMap(({ path, rule }) => (outsideSubset(rule) === null ? [] : [`${path}: ${outsideSubset(rule)}`]))).toEqual([]);
  });

  test('has patterns only in the common part of RE2 and ECMAScript', () => {
    expect(
      all.flatMap(({ path, schema: { pattern } }) => (pattern === undefined || isCommonPattern(pattern) ? [] : [`${path}: ${pattern}`])),
    ).toEqual([]);
  });

  test('bounds every text, list and number, so that the API server can estimate the cost of rules', () => {
    const unbounded = all.filter(({ path, schema }) => {
      if (/^\w+\.(apiVersion|kind)$/.test(path)) return false;
      if (schema.type === 'string') return schema.maxLength === undefined;
      if (schema.type === 'array') return schema.maxItems === undefined || schema['x-kubernetes-list-type'] === undefined;
      return schema.type === 'integer' && (schema.minimum === undefined || schema.maximum === undefined);
    });
    expect(unbounded.map(({ path }) => path)).toEqual([]);
  });

  test('has list keys that are required, as Kubernetes wants it', () => {
    const wrong = all.filter(({ schema }) =>
      (schema['x-kubernetes-list-map-keys'] ?? []).some((key) => !(schema.items?.required ?? []).includes(key)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('walks at most 65,536 pairs of entries in a rule', () => {
    const nested = all.filter(({ schema }) =>
      (schema['x-kubernetes-validations'] ?? []).some(({ rule }) => /\ball\(.*\bexists_one\(/.test(rule)),
    );
    for (const { schema } of nested) expect((schema.maxItems ?? 0) ** 2).toBeLessThanOrEqual(65_536);
  });

  test('keeps transition rules off optional fields, which could be removed and added again', () => {
    const optional = all.flatMap(({ path, schema }) =>
      Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
        (child['x-kubernetes-validations'] ?? []).some(({ rule }) => isTransitionRule(rule)) && !(schema.required ?? []).includes(name)
          ? [`${path}.${name}`]
          : [],
      ),
    );
    expect(optional).toEqual([]);
  });

  test('starts with a status that kstatus does not take for finished', () => {
    for (const kind of KINDS) expect(schemaOf(kind).properties?.status?.default).toEqual({ observedGeneration: -1 });
  });

  test('belongs to category relais, with a status subresource and a Ready column', () => {
    for (const kind of KINDS) {
      const { spec } = customResourceDefinition(kind);
      expect(spec.names.categories).toEqual(['relais']);
      expect(spec.versions[0]?.subresources).toEqual({ status: {} });
      expect(spec.versions[0]?.additionalPrinterColumns.map((column) => column.name)).toContain('Ready');
    }
  });

  test('short names and plurals are unique', () => {
    const names = KINDS.flatMap((kind) => [kind.plural, kind.singular, ...kind.shortNames]);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Values that a schema's types and limits allow, patterns included. */
function aValueOf(schema: StructuralSchema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 0, 2 ** 31 - 1) });
    case 'string':
      if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
      return schema.pattern === undefined
        ? fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 10, 30) })
        : fc.stringMatching(new RegExp(schema.pattern)).filter((text) => text.length <= (schema.maxLength ?? 0));
    case 'array':
      return fc.array(aValueOf(schema.items as StructuralSchema), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, child]) => [name, aValueOf(child)] as const);
      return fc.record(Object.fromEntries(fields), {
        // The API server has made sure of a name before rules are asked.
        requiredKeys: [...(schema.required ?? []), ...(fields.length === 1 && fields[0]?.[0] === 'name' ? ['name'] : [])],
      });
    }
  }
}

describe('every rule', () => {
  test.each(rules.map((rule) => [rule.path, rule.rule, rule] as const))(
    '%s: %s can be evaluated wherever the types are right',
    (path, rule, { schema }) => {
      // Where a pattern of its own does not keep the rule from bad texts, a failed evaluation must still be a refusal with a sentence.
      const value = path.endsWith('ipRanges[]') ? fc.constantFrom('10.0.0.0/8', '10.0.0.1/8', 'fd00::/8', '', 'x') : aValueOf(schema);
      fc.assert(
        fc.property(value, value, (self, oldSelf) => {
          const found = violation(rule, celValue(schema, withDefaults(schema, self)), celValue(schema, withDefaults(schema, oldSelf)));
          expect(found === null || found === '').toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('updates', () => {
  const region = (changes: object, instrument: object = {}) => ({
    apiVersion: 'relais.dev/v1alpha1',
    kind: 'Region',
    metadata: { name: 'paris' },
    spec: {
      regionNumber: 1,
      endpoint: { port: 1, httpPort: 2 },
      ipRanges: ['::/0'],
      instruments: [
        {
          number: 1,
          symbol: 'X',
          kind: 'feed',
          priceScale: 2,
          quantityScale: 0,
          tick: '0.01',
          feed: { generator: { startPrice: '1' } },
          ...instrument,
        },
      ],
      ...changes,
    },
  });
  const kind = KINDS[0] as (typeof KINDS)[number];
  const messages = (after: object) => validateObject(kind, after, region({})).issues.map((issue) => issue.message);

  test('numbers never change', () => {
    expect(messages(region({ regionNumber: 2 }))).toEqual(['regionNumber never changes: it is part of every transaction id']);
    expect(messages(region({}, { number: 2 }))).toEqual(['the number of an instrument never changes']);
    expect(messages(region({}, { priceScale: 3 }))).toEqual(['the scales of an instrument never change: the log holds numbers in them']);
  });

  test('another symbol is another instrument, whatever its number was', () => {
    expect(messages(region({}, { symbol: 'Y', number: 7 }))).toEqual([]);
    expect(messages(region({ ipRanges: ['10.0.0.0/8'] }))).toEqual([]);
  });

  test('a new object is not judged by rules about change', () =>
    expect(validateObject(kind, region({ regionNumber: 2 })).issues).toEqual([]));

  test('null counts as not given', () => {
    expect(validateObject(kind, region({ links: null })).issues).toEqual([]);
    expect(validateObject(kind, region({ regionNumber: null })).issues.map((issue) => issue.rule)).toEqual(['required']);
  });
});
