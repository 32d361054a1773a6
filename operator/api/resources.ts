import type { KeyRotationScheduleSpec } from './key-rotation-schedule.js';
import type { PartnerSpec } from './partner.js';
import type { RegionSpec } from './region.js';

/** An object that has been validated and has its defaults. */
export interface Resource<Spec> {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

export type Region = Resource<RegionSpec>;
export type Partner = Resource<PartnerSpec>;
export type KeyRotationSchedule = Resource<KeyRotationScheduleSpec>;

/** All resources of a mesh. */
export interface Resources {
  readonly regions: readonly Region[];
  readonly partners: readonly Partner[];
  readonly schedules: readonly KeyRotationSchedule[];
}
