import { settingEntries } from './entry.js';

export const logSettings = settingEntries({});
