import { settingEntries } from './entry.js';

export const operatorSettings = settingEntries({});
