/** KeyRotationSchedule: when the keys that regions share are replaced. */
import { regionName } from './fields.js';
import { describe, type FromSchema, type KindDescription } from './schema.js';

export const keyRotationScheduleSpec = describe({
  type: 'object',
  doc: 'Which keys, shared by whom, are replaced when.',
  required: ['regions', 'transportKeys'],
  properties: {
    regions: {
      type: 'array',
      doc: 'Regions that share the keys. A region belongs to one schedule; linked regions to the same.',
      list: 'set',
      minItems: 1,
      maxItems: 64,
      items: regionName,
    },
    transportKeys: {
      type: 'object',
      doc: 'Keys that are mixed into the sessions between regions.',
      properties: {
        intervalMinutes: { type: 'integer', doc: 'Time from one activation to the next.', minimum: 1, maximum: 10_080, default: 60 },
        overlapSeconds: {
          type: 'integer',
          doc: 'For so long before its activation the next key is published and trusted, and for so long after it the previous one still is.',
          minimum: 1,
          maximum: 86_400,
          default: 300,
        },
        jitterPercent: {
          type: 'integer',
          doc: 'Each interval is shortened by a random share of up to this, so that schedules do not rotate all at once.',
          minimum: 0,
          maximum: 50,
          default: 10,
        },
      },
      rules: [
        {
          rule: 'self.overlapSeconds * 4 <= self.intervalMinutes * 60',
          message: 'overlapSeconds must be at most a quarter of the interval, so that one rotation ends before the next begins',
        },
      ],
    },
  },
});

export type KeyRotationScheduleSpec = FromSchema<typeof keyRotationScheduleSpec>;

export const KEY_ROTATION_SCHEDULE: KindDescription = {
  kind: 'KeyRotationSchedule',
  plural: 'keyrotationschedules',
  singular: 'keyrotationschedule',
  shortNames: ['krs'],
  doc: 'When the keys that regions share are replaced: publish the next, trust both, switch, retire the old one. The annotation relais.dev/rotate-now with a value not seen before asks for a rotation at once.',
  spec: keyRotationScheduleSpec,
  columns: [
    { name: 'Interval', type: 'integer', jsonPath: '.spec.transportKeys.intervalMinutes', description: 'Minutes between activations' },
    { name: 'Overlap', type: 'integer', jsonPath: '.spec.transportKeys.overlapSeconds', description: 'Seconds of overlap' },
  ],
  rules: [],
};
