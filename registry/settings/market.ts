import { settingEntries } from './entry.js';

export const marketSettings = settingEntries({});
