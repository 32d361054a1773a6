import { settingEntries } from './entry.js';

export const accessSettings = settingEntries({});
