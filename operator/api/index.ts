/**
 * The kinds of relais.dev/v1alpha1, each described once: types, CRDs, docs and validation come from the descriptions. Pure: files are
 * read elsewhere (node/cli/validate), objects come from the API server elsewhere.
 */
export { minuteOfClock, weekdayNumber } from './calendar-check.js';
export { outsideSubset, subsetPage } from './cel/subset.js';
export { closestName } from './closest-name.js';
export { customResourceDefinition, type StructuralSchema } from './crd.js';
export { type CrossIssue, crossIssues } from './cross-check.js';
export { scaledInteger } from './decimal.js';
export { API_VERSION, GROUP, VERSION } from './fields.js';
export { type Issue, type Path, pathText } from './issue.js';
export type { KeyRotationScheduleSpec } from './key-rotation-schedule.js';
export { findKind, KINDS } from './kinds.js';
export type { PartnerSpec } from './partner.js';
export type { CalendarSpec, InstrumentSpec, RegionSpec } from './region.js';
export type { KeyRotationSchedule, Partner, Region, Resource, Resources } from './resources.js';
export { resourcesPage } from './resources-page.js';
export type { KindDescription } from './schema.js';
export { schemaOf, type ValidatedObject, validateObject } from './validate-object.js';
