import { settingEntries } from './entry.js';

export const serverSettings = settingEntries({
  cancelOnDisconnectAfterMs: {
    type: 'integer',
    unit: 'ms',
    default: 1_000,
    min: 0,
    max: 60_000,
    doc: 'How long a client that vanished may take to come back before its orders with cancel on disconnect are cancelled. 0 cancels at once.',
  },
  checkpointEveryEntries: {
    type: 'integer',
    unit: 'entries',
    default: 200_000,
    min: 1_000,
    max: 100_000_000,
    doc: 'After how many log entries the state of the engine is written as a checkpoint. Smaller restarts faster and writes more.',
  },
  heldOutputBytesMax: {
    type: 'integer',
    unit: 'bytes',
    default: 64 << 20,
    min: 1 << 20,
    max: 1 << 30,
    doc: 'Memory for results that wait for their log entries to become durable. When it is full, commands are refused until the disk has caught up.',
  },
});
