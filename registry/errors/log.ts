import { errorEntries } from './entry.js';

/** Wire numbers 350–399. */
export const logErrors = errorEntries({
  RELAIS_E_DISK_FULL: {
    text: 'The disk has no room for another log segment.',
    remedy: 'Nothing was appended. Free space on the volume of the log; orders are accepted again by themselves, reads go on meanwhile.',
    wire: 350,
  },
  RELAIS_E_LOG_BUSY: {
    text: 'The log has as much waiting for the disk as it may hold.',
    remedy:
      'Nothing was appended: try again. If it lasts, the disk is slower than the load: see logPendingGroups and the fsync latency metric.',
    wire: 351,
  },
  RELAIS_E_LOG_WRITE_FAILED: {
    text: 'Writing or syncing the log failed.',
    remedy: 'The process ends, because it cannot know what is on the disk. Check the volume; a restart proves the end of the log again.',
    wire: 352,
  },
  RELAIS_E_LOG_ENTRY_TOO_LARGE: {
    text: 'An entry does not fit a group of the log.',
    remedy: 'Nothing was appended. Entries are commands of a few kilobytes; see logGroupBytes.',
  },
  RELAIS_E_LOG_DAMAGED: {
    text: 'The log holds bytes that are not what was written.',
    remedy:
      'Nothing was changed. Restore the named file from a replica or a backup, or let a person decide; the log is never cut in the middle.',
  },
  RELAIS_E_LOG_READ_FAILED: {
    text: 'A file of the log could not be read.',
    remedy: 'Check the volume and the access rights of the folder that the detail names.',
  },
  RELAIS_E_LOG_FOREIGN: {
    text: 'The folder holds the log of another region, disk or format version.',
    remedy: 'Point the node at its own state folder, or start it with an empty one.',
  },
  RELAIS_E_LOG_REMOVED: {
    text: 'The asked entries are older than what the log keeps.',
    remedy: 'Start from a checkpoint or a snapshot instead.',
  },
  RELAIS_E_LOG_EPOCH: {
    text: 'An epoch must be higher than the one before.',
    remedy: 'This is a defect of the caller: an epoch is opened once.',
  },
  RELAIS_E_LOG_CLOSED: {
    text: 'The log is closed.',
    remedy: 'The node is stopping: try again when it is back.',
    wire: 353,
  },
  RELAIS_E_CHECKPOINT_DAMAGED: {
    text: 'No checkpoint passes its checksum.',
    remedy: 'Restore the folder from a replica, or start from an empty state if the log reaches back to its first entry.',
  },
});
