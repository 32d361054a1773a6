/** Checks values against the structural schema of a CRD: JSON Schema by ajv, and what Kubernetes adds for lists. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { closestName } from './closest-name.js';
import type { StructuralSchema } from './crd.js';
import type { Issue, Path } from './issue.js';

const RFC3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$/;

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, formats: { int64: true, 'date-time': RFC3339 } });
const compiled = new WeakMap<StructuralSchema, ValidateFunction>();

/** What is wrong with a value. Cost is linear in its size. */
export function structuralIssues(schema: StructuralSchema, value: unknown): Issue[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  validate(value);
  const issues = (validate.errors ?? []).map((error) => issueOf(error, value));
  collectListIssues(schema, value, [], issues);
  return issues;
}

function issueOf(error: ErrorObject, root: unknown): Issue {
  const path = pathOf(error.instancePath, root);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return { path: [...path, String(params.missingProperty)], rule: 'required', message: 'is required' };
    case 'enum':
      return { path, rule: 'enum', message: enumMessage(params.allowedValues as readonly string[], error.data) };
    case 'type':
      return { path, rule: 'type', message: `must be ${article(String(params.type))}, not ${kindOfValue(error.data)}` };
    case 'pattern':
      return { path, rule: 'pattern', message: `must match ${String(params.pattern)}` };
    case 'minimum':
      return { path, rule: 'minimum', message: `must be at least ${String(params.limit)}` };
    case 'maximum':
      return { path, rule: 'maximum', message: `must be at most ${String(params.limit)}` };
    case 'minItems':
      return { path, rule: 'minItems', message: `needs at least ${String(params.limit)} entries` };
    case 'maxItems':
      return { path, rule: 'maxItems', message: `has more than ${String(params.limit)} entries` };
    default:
      return { path, rule: error.keyword, message: error.message ?? 'is not valid' };
  }
}

/** JSON pointer → path; a part that stands for a list entry becomes a number. */
function pathOf(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let at: unknown = root;
  for (const raw of pointer.split('/').slice(1)) {
    const part = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(part) : part);
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return path;
}

function enumMessage(allowed: readonly string[], value: unknown): string {
  const meant = typeof value === 'string' ? closestName(value, allowed) : null;
  return `must be one of ${allowed.join(', ')}${meant === null ? '' : `: did you mean "${meant}"?`}`;
}

const article = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : `a ${type === 'string' ? 'text (quote it)' : type}`);

function kindOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `${typeof value === 'string' ? 'the text' : `the ${typeof value}`} ${JSON.stringify(value).slice(0, 40)}`;
}

/** Lists of type set hold no value twice, lists of type map no key twice. */
function collectListIssues(schema: StructuralSchema, value: unknown, path: Path, issues: Issue[]): void {
  if (Array.isArray(value)) {
    const keys = schema['x-kubernetes-list-map-keys'];
    if (schema['x-kubernetes-list-type'] === 'set') findTwice(value.map(identity), 'value', path, issues);
    if (keys !== undefined)
      findTwice(
        value.map((item) => keyOf(item, keys)),
        keys.join(', '),
        path,
        issues,
      );
    const { items } = schema;
    if (items !== undefined) for (const [at, item] of value.entries()) collectListIssues(items, item, [...path, at], issues);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, name)) collectListIssues(child, (value as Record<string, unknown>)[name], [...path, name], issues);
  }
}

const identity = (value: unknown): string => JSON.stringify(value) ?? '';

const keyOf = (item: unknown, keys: readonly string[]): string =>
  identity(typeof item === 'object' && item !== null ? keys.map((key) => (item as Record<string, unknown>)[key] ?? null) : item);

function findTwice(texts: readonly string[], what: string, path: Path, issues: Issue[]): void {
  const seen = new Set<string>();
  for (const [at, text] of texts.entries()) {
    if (seen.has(text))
      issues.push({ path: [...path, at], rule: 'unique', message: `has the same ${what} as an entry before it: ${text.slice(0, 80)}` });
    seen.add(text);
  }
}
