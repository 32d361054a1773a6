import type { StructuralSchema } from '../crd.js';

/** A value as rules see it: whole numbers are CEL ints (bigint), objects hold the fields of their schema and no others. */
export function celValue(schema: StructuralSchema, value: unknown): unknown {
  if (schema.type === 'integer') return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
  if (schema.type === 'array' && Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => celValue(items, item));
  }
  if (schema.type !== 'object' || typeof value !== 'object' || value === null) return value;
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, name)) fields[name] = celValue(child, (value as Record<string, unknown>)[name]);
  }
  return fields;
}
