/** Texts of files → validated resources and findings. Pure: `relais validate` and `relais up` read the files. */
import {
  API_VERSION,
  type CrossIssue,
  closestName,
  crossIssues,
  findKind,
  GROUP,
  type Issue,
  type KeyRotationSchedule,
  KINDS,
  type Partner,
  type Path,
  pathText,
  type Region,
  type Resource,
  type Resources,
  validateObject,
} from '../../../operator/api/index.js';
import type { Settings } from '../../../registry/index.js';
import type { Finding } from './finding.js';
import { type Placed, readYaml, type YamlLimits, YamlProblem } from './read-yaml.js';

export type CheckLimits = YamlLimits & Pick<Settings, 'resourceFindingsMax'>;

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

export interface CheckedFiles {
  /** Complete, and free of findings, only if `findings` is empty. */
  readonly resources: Resources;
  readonly findings: readonly Finding[];
  /** Objects of relais.dev that were checked. */
  readonly checked: number;
  /** Objects of other groups, left alone. */
  readonly others: number;
}

interface SourceObject {
  readonly file: string;
  readonly placed: Placed;
}

interface ValidObject extends SourceObject {
  readonly kind: string;
  readonly resource: Resource<unknown>;
}

/** Checks files. `isComplete`: together they are a whole mesh, so what they refer to must be among them. */
export function checkFiles(files: readonly SourceFile[], limits: CheckLimits, isComplete: boolean): CheckedFiles {
  const findings: Finding[] = [];
  const objects = files.flatMap((file) => objectsOf(file, limits, findings));
  const valid: ValidObject[] = [];
  let checked = 0;
  let others = 0;
  for (const object of objects) {
    if (isForeign(object.placed.value)) others += 1;
    else {
      checked += 1;
      const found = checkObject(object, findings);
      if (found !== null) valid.push(found);
    }
  }
  const resources: Resources = {
    regions: ofKind<Region>(valid, 'Region'),
    partners: ofKind<Partner>(valid, 'Partner'),
    schedules: ofKind<KeyRotationSchedule>(valid, 'KeyRotationSchedule'),
  };
  // What lacks a broken object would complain of it once more.
  const isSound = findings.length === 0;
  for (const issue of crossIssues(resources, isComplete && isSound)) findings.push(crossFinding(issue, valid));
  return { resources, findings: findings.slice(0, limits.resourceFindingsMax), checked, others };
}

function objectsOf(file: SourceFile, limits: CheckLimits, findings: Finding[]): SourceObject[] {
  try {
    const objects = readYaml(file.text, limits).flatMap((placed) => unpackList(placed));
    if (objects.length > limits.resourceDocumentsMax)
      throw new YamlProblem(`more than ${limits.resourceDocumentsMax} objects`, { line: 1, column: 1 });
    return objects.map((placed) => ({ file: file.name, placed }));
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    findings.push({ file: file.name, ...error.at, object: '', path: '', rule: 'yaml', message: error.what });
    return [];
  }
}

/** `kind: List` holds objects, as `kubectl get -o yaml` prints them. */
function unpackList(placed: Placed): Placed[] {
  if (textField(placed.value, 'kind') !== 'List' || textField(placed.value, 'apiVersion') !== 'v1') return [placed];
  return [...(placed.parts.get('items')?.parts.values() ?? [])];
}

const isForeign = (value: unknown): boolean => {
  const version = textField(value, 'apiVersion');
  return (
    version !== '' &&
    textField(value, 'kind') !== '' &&
    version !== GROUP &&
    !version.startsWith(`${GROUP}/`) &&
    closestName(version, [API_VERSION]) === null
  );
};

function checkObject(object: SourceObject, findings: Finding[]): ValidObject | null {
  const { value } = object.placed;
  const report = (issue: Issue): void => {
    findings.push(findingOf(object, issue));
  };
  const version = textField(value, 'apiVersion');
  const name = textField(value, 'kind');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report({ path: [], rule: 'type', message: 'must be an object with apiVersion and kind' });
    return null;
  }
  if (version !== API_VERSION) {
    report({ path: ['apiVersion'], rule: version === '' ? 'required' : 'apiVersion', message: `must be ${API_VERSION}` });
    return null;
  }
  const kind = findKind(name);
  if (kind === undefined) {
    const known = KINDS.map((one) => one.kind);
    const meant = closestName(name, known);
    const message = `must be one of ${known.join(', ')}${meant === null ? '' : `: did you mean "${meant}"?`}`;
    report({ path: ['kind'], rule: name === '' ? 'required' : 'kind', message });
    return null;
  }
  const validated = validateObject(kind, value);
  for (const issue of validated.issues) report(issue);
  return validated.issues.length > 0 ? null : { ...object, kind: name, resource: validated.object as Resource<unknown> };
}

const ofKind = <R extends Resource<unknown>>(valid: readonly ValidObject[], kind: string): R[] =>
  valid.filter((object) => object.kind === kind).map((object) => object.resource as R);

function crossFinding(issue: CrossIssue, valid: readonly ValidObject[]): Finding {
  const object = valid.find((candidate) => candidate.resource === issue.resource) as ValidObject;
  return findingOf(object, issue);
}

function findingOf({ file, placed }: SourceObject, issue: Issue): Finding {
  const { line, column } = placeOf(placed, issue.path);
  return { file, line, column, object: objectName(placed.value), path: pathText(issue.path), rule: issue.rule, message: issue.message };
}

/** Where a path stands, or the innermost part of it that exists. */
function placeOf(placed: Placed, path: Path): { line: number; column: number } {
  let place = placed;
  for (const part of path) {
    const next = place.parts.get(part);
    if (next === undefined) break;
    place = next;
  }
  return place.at;
}

function objectName(value: unknown): string {
  const metadata = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).metadata : undefined;
  return [textField(value, 'kind') || '(no kind)', textField(metadata, 'name') || '(no name)'].map((text) => text.slice(0, 64)).join('/');
}

function textField(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
  const field = (value as Record<string, unknown>)[name];
  return typeof field === 'string' ? field : '';
}
