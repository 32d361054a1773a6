/**
 * Checks one object as the API server would: fields it does not know, structural schema, defaults, lists, CEL rules. On an update
 * (`before` given) rules with oldSelf count too.
 */
import { isTransitionRule, violation } from './cel/evaluate.js';
import { celValue } from './cel/values.js';
import { objectSchema, type StructuralSchema } from './crd.js';
import { withDefaults } from './defaults.js';
import { type Issue, type Path, pathText } from './issue.js';
import { KINDS } from './kinds.js';
import type { KindDescription } from './schema.js';
import { structuralIssues } from './structure.js';
import { unknownFields } from './unknown-fields.js';

const schemas = new Map<string, StructuralSchema>(KINDS.map((kind) => [kind.kind, objectSchema(kind)]));

/** Schema of whole objects of a kind, made once. */
export const schemaOf = (kind: KindDescription): StructuralSchema => schemas.get(kind.kind) ?? objectSchema(kind);

export interface ValidatedObject {
  readonly issues: readonly Issue[];
  /** The object with its defaults: of the kind's type if there are no issues. */
  readonly object: unknown;
}

/** Validates an object whose apiVersion and kind have been recognised. */
export function validateObject(kind: KindDescription, given: unknown, before?: unknown): ValidatedObject {
  const schema = schemaOf(kind);
  const object = withDefaults(schema, given);
  const issues = [...unknownFields(schema, given), ...structuralIssues(schema, object), ...metadataIssues(object)];
  const broken = new Set(issues.flatMap((issue) => issue.path.map((_, at) => pathText(issue.path.slice(0, at)))));
  for (const issue of issues) broken.add(pathText(issue.path));
  collectViolations(
    { schema, self: celValue(schema, object), old: before === undefined ? undefined : celValue(schema, before), path: [] },
    broken,
    issues,
  );
  return { issues, object };
}

/** What kubectl and the API server check of metadata beyond our schema. */
function metadataIssues(object: unknown): Issue[] {
  const metadata = fieldOf(object, 'metadata');
  if (typeof metadata !== 'object' || metadata === null) return [];
  const issues: Issue[] = [];
  if (!Object.hasOwn(metadata, 'name')) issues.push({ path: ['metadata', 'name'], rule: 'required', message: 'is required' });
  const namespace = fieldOf(metadata, 'namespace');
  if (namespace !== undefined && typeof namespace !== 'string')
    issues.push({ path: ['metadata', 'namespace'], rule: 'type', message: 'must be a text (quote it)' });
  for (const name of ['labels', 'annotations']) {
    for (const [key, value] of Object.entries(fieldOf(metadata, name) ?? {})) {
      if (typeof value !== 'string') issues.push({ path: ['metadata', name, key], rule: 'type', message: 'must be a text (quote it)' });
    }
  }
  return issues;
}

interface Place {
  readonly schema: StructuralSchema;
  readonly self: unknown;
  readonly old: unknown;
  readonly path: Path;
}

/** Rules are checked from the inside out, and only where everything inside is sound. */
function collectViolations(place: Place, broken: ReadonlySet<string>, issues: Issue[]): void {
  for (const child of childPlaces(place)) collectViolations(child, broken, issues);
  if (broken.has(pathText(place.path))) return;
  for (const { rule, message } of place.schema['x-kubernetes-validations'] ?? []) {
    const isTransition = isTransitionRule(rule);
    if (isTransition && place.old === undefined) continue;
    const found = isTransition ? violation(rule, place.self, place.old) : violation(rule, place.self);
    if (found !== null) issues.push({ path: place.path, rule: 'cel', message: found === '' ? message : `${message} (${found})` });
  }
}

function childPlaces({ schema, self, old, path }: Place): Place[] {
  if (Array.isArray(self)) {
    const { items } = schema;
    if (items === undefined) return [];
    return self.map((item, at) => ({ schema: items, self: item, old: counterpart(schema, item, old), path: [...path, at] }));
  }
  if (typeof self !== 'object' || self === null) return [];
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => Object.hasOwn(self, name))
    .map(([name, child]) => ({ schema: child, self: fieldOf(self, name), old: fieldOf(old, name), path: [...path, name] }));
}

/** The entry of the old list with the same keys; other lists are not correlated, as in the API server. */
function counterpart(schema: StructuralSchema, item: unknown, old: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (keys === undefined || !Array.isArray(old)) return undefined;
  return old.find((candidate) => keys.every((key) => fieldOf(candidate, key) === fieldOf(item, key)));
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
