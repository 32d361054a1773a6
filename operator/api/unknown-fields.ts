/** Fields that a schema does not know: the API server refuses them under strict field validation, which is what kubectl asks for. */
import { closestName } from './closest-name.js';
import type { StructuralSchema } from './crd.js';
import type { Issue, Path } from './issue.js';

/** Fields of ObjectMeta that a person or the API server may write. */
const METADATA_FIELDS = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
] as const;

/** All unknown fields of an object of a kind. */
export function unknownFields(schema: StructuralSchema, object: unknown): Issue[] {
  const issues: Issue[] = [];
  walk(schema, object, [], issues);
  return issues;
}

function walk(schema: StructuralSchema, value: unknown, path: Path, issues: Issue[]): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) for (const [at, item] of value.entries()) walk(items, item, [...path, at], issues);
    return;
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return;
  const isMetadata = path.length === 1 && path[0] === 'metadata';
  const known: readonly string[] = isMetadata ? METADATA_FIELDS : Object.keys(schema.properties);
  for (const [name, child] of Object.entries(value)) {
    if (!known.includes(name)) {
      issues.push({ path: [...path, name], rule: 'unknownField', message: unknownMessage(name, known) });
    } else {
      const childSchema = schema.properties[name];
      if (childSchema !== undefined) walk(childSchema, child, [...path, name], issues);
    }
  }
}

function unknownMessage(name: string, known: readonly string[]): string {
  const meant = closestName(name, known);
  return `unknown field "${name.slice(0, 64)}"${meant === null ? '' : `: did you mean "${meant}"?`}`;
}
