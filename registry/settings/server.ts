import { settingEntries } from './entry.js';

export const serverSettings = settingEntries({});
