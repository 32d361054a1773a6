import { settingEntries } from './entry.js';

export const transportSettings = settingEntries({
  busyPollUs: {
    type: 'integer',
    unit: 'us',
    default: 0,
    min: 0,
    max: 1_000_000,
    doc: 'How long the event loop goes on spinning after traffic before it sleeps. 0 sleeps at once. Lowers latency at the price of a busy core.',
  },
});
