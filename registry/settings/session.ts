import { settingEntries } from './entry.js';

export const sessionSettings = settingEntries({});
