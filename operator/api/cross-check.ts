/** What is wrong between objects: names, numbers, keys and ports that two claim, and references to what is not there. */
import { calendarIssues } from './calendar-check.js';
import { closestName } from './closest-name.js';
import { instrumentIssues } from './instrument-check.js';
import type { Issue, Path } from './issue.js';
import type { Region, Resource, Resources } from './resources.js';

/** An issue with the object that it stands in. */
export interface CrossIssue extends Issue {
  readonly resource: Resource<unknown>;
}

/** Checks validated resources. `isComplete`: they are a whole mesh, so a reference to what is not among them is an issue. */
export function crossIssues(resources: Resources, isComplete: boolean): CrossIssue[] {
  const { regions, partners, schedules } = resources;
  return [
    ...[regions, partners, schedules].flatMap((kind) =>
      claimedTwice<Resource<unknown>>(kind, ['metadata', 'name'], (r) => r.metadata.name),
    ),
    ...claimedTwice(regions, ['spec', 'regionNumber'], (region) => region.spec.regionNumber),
    ...claimedTwice(partners, ['spec', 'partnerNumber'], (partner) => partner.spec.partnerNumber),
    ...claimedTwice(partners, ['spec', 'publicKey'], (partner) => partner.spec.publicKey),
    ...portIssues(regions),
    ...regions.flatMap(regionIssues),
    ...scheduleIssues(resources),
    ...(isComplete ? referenceIssues(resources) : []),
  ];
}

function claimedTwice<R extends Resource<unknown>>(
  all: readonly R[],
  path: Path,
  claimOf: (resource: R) => string | number | undefined,
): CrossIssue[] {
  const first = new Map<string | number, R>();
  return all.flatMap((resource) => {
    const value = claimOf(resource);
    if (value === undefined) return [];
    const owner = first.get(value);
    if (owner === undefined) first.set(value, resource);
    return owner === undefined ? [] : [{ resource, path, rule: 'unique', message: `${value} already belongs to ${owner.metadata.name}` }];
  });
}

function portIssues(regions: readonly Region[]): CrossIssue[] {
  const owners = new Map<string, string>();
  return regions.flatMap((resource) =>
    (['port', 'httpPort'] as const).flatMap((field) => {
      const { endpoint } = resource.spec;
      const place = `${endpoint.host ?? '(chosen)'}:${endpoint[field]}`;
      const owner = owners.get(place);
      owners.set(place, owner ?? resource.metadata.name);
      if (owner === undefined || owner === resource.metadata.name) return [];
      return [
        {
          resource,
          path: ['spec', 'endpoint', field],
          rule: 'unique',
          message: `port ${endpoint[field]} of that host already belongs to ${owner}`,
        },
      ];
    }),
  );
}

function regionIssues(resource: Region): CrossIssue[] {
  const { instruments = [], calendars = [] } = resource.spec;
  const names = calendars.map((calendar) => calendar.name);
  return [
    ...calendars.flatMap((calendar, at) => within(resource, ['spec', 'calendars', at], calendarIssues(calendar))),
    ...instruments.flatMap((instrument, at) => {
      const base: Path = ['spec', 'instruments', at];
      const reference =
        instrument.calendar === undefined || names.includes(instrument.calendar)
          ? []
          : [
              {
                resource,
                path: [...base, 'calendar'],
                rule: 'reference',
                message: unknown('calendar of this Region', instrument.calendar, names),
              },
            ];
      return [...within(resource, base, instrumentIssues(instrument)), ...reference];
    }),
  ];
}

const within = (resource: Region, base: Path, issues: readonly Issue[]): CrossIssue[] =>
  issues.map((issue) => ({ ...issue, resource, path: [...base, ...issue.path] }));

/** A region has one schedule, and linked regions have the same: without a shared key they could not speak. */
function scheduleIssues({ regions, schedules }: Resources): CrossIssue[] {
  const scheduleOf = new Map<string, string>();
  const issues: CrossIssue[] = [];
  for (const resource of schedules) {
    for (const [at, region] of resource.spec.regions.entries()) {
      const owner = scheduleOf.get(region);
      if (owner === undefined) scheduleOf.set(region, resource.metadata.name);
      else
        issues.push({ resource, path: ['spec', 'regions', at], rule: 'unique', message: `${region} already belongs to schedule ${owner}` });
    }
  }
  for (const resource of regions) {
    for (const [at, link] of (resource.spec.links ?? []).entries()) {
      const own = scheduleOf.get(resource.metadata.name);
      const other = scheduleOf.get(link.region);
      if (schedules.length === 0 || (own !== undefined && own === other)) continue;
      const message = `${resource.metadata.name} and ${link.region} are linked but share no KeyRotationSchedule`;
      issues.push({ resource, path: ['spec', 'links', at, 'region'], rule: 'reference', message });
    }
  }
  return issues;
}

function referenceIssues({ regions, partners, schedules }: Resources): CrossIssue[] {
  const names = regions.map((region) => region.metadata.name);
  const check = (resource: Resource<unknown>, path: Path, name: string): CrossIssue[] =>
    names.includes(name) ? [] : [{ resource, path, rule: 'reference', message: unknown('Region', name, names) }];
  const linked = regions.filter((region) => (region.spec.links ?? []).length > 0);
  return [
    ...regions.flatMap((r) => (r.spec.links ?? []).flatMap((link, at) => check(r, ['spec', 'links', at, 'region'], link.region))),
    ...partners.flatMap((p) => p.spec.regions.flatMap((name, at) => check(p, ['spec', 'regions', at], name))),
    ...schedules.flatMap((s) => s.spec.regions.flatMap((name, at) => check(s, ['spec', 'regions', at], name))),
    ...(schedules.length > 0 ? [] : linked).map((resource) => ({
      resource,
      path: ['spec', 'links'],
      rule: 'reference',
      message: 'linked regions need a KeyRotationSchedule that names them all',
    })),
  ];
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = closestName(name, known);
  return `${name} is no ${what}${meant === null ? '' : `: did you mean "${meant}"?`}`;
}
