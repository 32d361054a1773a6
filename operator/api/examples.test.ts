import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { crossIssues } from './cross-check.js';
import { pathText } from './issue.js';
import { findKind } from './kinds.js';
import type { KeyRotationSchedule, Partner, Region } from './resources.js';
import { validateObject } from './validate-object.js';

interface Given {
  readonly kind: string;
}

const folder = 'examples/france';
const objects = readdirSync(folder).flatMap((name) =>
  parseAllDocuments(readFileSync(`${folder}/${name}`, 'utf8')).map((document) => document.toJS() as Given),
);
const validated = objects.map((given) => {
  const kind = findKind(given.kind);
  if (kind === undefined) return { kind: given.kind, issues: ['no such kind'], object: null };
  const { issues, object } = validateObject(kind, given);
  return { kind: given.kind, issues: issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`), object };
});
const ofKind = <R>(kind: string): R[] => validated.filter((one) => one.kind === kind).map((one) => one.object as R);

describe('examples/france', () => {
  test('every object is valid', () => expect(validated.flatMap((one) => one.issues)).toEqual([]));

  test('numbers are unique and every reference is there', () => {
    const resources = {
      regions: ofKind<Region>('Region'),
      partners: ofKind<Partner>('Partner'),
      schedules: ofKind<KeyRotationSchedule>('KeyRotationSchedule'),
    };
    expect(
      crossIssues(resources, true).map((issue) => `${issue.resource.metadata.name} ${pathText(issue.path)}: ${issue.message}`),
    ).toEqual([]);
  });
});
