/** Status that every kind has: conditions of metav1, observedGeneration at both levels as kstatus wants. */
import { describe } from './schema.js';

export const status = describe({
  type: 'object',
  doc: 'What is. Written by Relais.',
  default: { observedGeneration: -1 },
  properties: {
    observedGeneration: {
      type: 'integer',
      doc: 'Generation of the spec that this status speaks of; -1 until it has been looked at.',
      minimum: -1,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    conditions: {
      type: 'array',
      doc: 'Conditions.',
      list: 'map',
      keys: ['type'],
      maxItems: 32,
      items: {
        type: 'object',
        doc: 'A condition.',
        required: ['type', 'status', 'lastTransitionTime', 'reason', 'message'],
        properties: {
          type: { type: 'string', doc: 'Type, such as Ready.', maxLength: 316, minLength: 1 },
          status: { type: 'string', doc: 'True, False or Unknown.', maxLength: 7, enum: ['True', 'False', 'Unknown'] },
          observedGeneration: {
            type: 'integer',
            doc: 'Generation of the spec that it speaks of.',
            minimum: 0,
            maximum: Number.MAX_SAFE_INTEGER,
          },
          lastTransitionTime: { type: 'string', doc: 'When status changed last.', maxLength: 64, format: 'date-time' },
          reason: {
            type: 'string',
            doc: 'Reason, for programs.',
            maxLength: 1024,
            minLength: 1,
            pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
          },
          message: { type: 'string', doc: 'Reason, for people.', maxLength: 32_768 },
        },
      },
    },
  },
});
