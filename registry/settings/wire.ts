import { settingEntries } from './entry.js';

export const wireSettings = settingEntries({});
