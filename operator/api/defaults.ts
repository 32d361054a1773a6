import type { StructuralSchema } from './crd.js';

/**
 * A copy with defaults filled in, as the API server does it: null counts as not given (none of our fields is nullable), defaults are applied
 * from the outside in.
 */
export function withDefaults(schema: StructuralSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => withDefaults(items, item));
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return value;
  const given = Object.entries(value).filter(([, child]) => child !== null);
  const absent = Object.entries(schema.properties).filter(
    ([name, child]) => child.default !== undefined && !given.some(([g]) => g === name),
  );
  const all = [...given, ...absent.map(([name, child]) => [name, structuredClone(child.default)] as const)];
  const { properties } = schema;
  return Object.fromEntries(
    all.map(([name, child]) => {
      const childSchema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, childSchema === undefined ? child : withDefaults(childSchema, child)];
    }),
  );
}
