import { settingEntries } from './entry.js';

export const logSettings = settingEntries({
  logSegmentBytes: {
    type: 'integer',
    unit: 'bytes',
    default: 67_108_864,
    min: 4_194_304,
    max: 1_073_741_824,
    doc: 'Size of a segment file of the transaction log, zero-filled and synced before it is used. A group of entries never spans two.',
  },
  logPreparedSegments: {
    type: 'integer',
    unit: 'count',
    default: 2,
    min: 1,
    max: 16,
    doc: 'Segments kept prepared ahead of the one that is written. With none left, orders are refused until there is room.',
  },
  logGroupBytes: {
    type: 'integer',
    unit: 'bytes',
    default: 1_048_576,
    min: 65_536,
    max: 4_194_304,
    doc: 'Largest group that is written and synced at once. A fuller group is closed and the next one begins.',
  },
  logPendingGroups: {
    type: 'integer',
    unit: 'count',
    default: 8,
    min: 2,
    max: 64,
    doc: 'Groups that may wait for the disk, the one being written included. Beyond that an append is refused as busy.',
  },
  logReserveBytes: {
    type: 'integer',
    unit: 'bytes',
    default: 1_048_576,
    min: 65_536,
    max: 16_777_216,
    doc: 'Room in the last segment that only the node itself may use (ends of sessions, calendar, epochs); orders are refused before it is touched.',
  },
  checkpointsKept: {
    type: 'integer',
    unit: 'count',
    default: 2,
    min: 2,
    max: 16,
    doc: 'Checkpoints kept. The log is kept from the oldest of them on.',
  },
});
