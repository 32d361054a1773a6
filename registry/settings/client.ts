import { settingEntries } from './entry.js';

export const clientSettings = settingEntries({});
