import { settingEntries } from './entry.js';

export const operatorSettings = settingEntries({
  resourceFileBytesMax: {
    type: 'integer',
    unit: 'bytes',
    default: 1_048_576,
    min: 1024,
    max: 67_108_864,
    doc: 'Largest file of resources; a larger one is refused with RELAIS_E_RESOURCE_FILE.',
  },
  resourceFilesMax: {
    type: 'integer',
    unit: 'count',
    default: 1000,
    min: 1,
    max: 100_000,
    doc: 'Most files of resources read at one time; more are refused with RELAIS_E_RESOURCE_FILE.',
  },
  resourceDocumentsMax: {
    type: 'integer',
    unit: 'count',
    default: 1000,
    min: 1,
    max: 100_000,
    doc: 'Most documents (or items of a List) in one file of resources; more are refused with RELAIS_E_RESOURCE_FILE.',
  },
  resourceNodesMax: {
    type: 'integer',
    unit: 'count',
    default: 200_000,
    min: 1000,
    max: 10_000_000,
    doc: 'Most values in one file of resources once its aliases are expanded; more are refused with RELAIS_E_RESOURCE_FILE.',
  },
  resourceDepthMax: {
    type: 'integer',
    unit: 'count',
    default: 64,
    min: 16,
    max: 200,
    doc: 'Deepest nesting in a file of resources; deeper is refused with RELAIS_E_RESOURCE_FILE.',
  },
  resourceFindingsMax: {
    type: 'integer',
    unit: 'count',
    default: 200,
    min: 1,
    max: 100_000,
    doc: 'Most findings that are listed; further ones are left out.',
  },
});
