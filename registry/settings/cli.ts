import { settingEntries } from './entry.js';

export const cliSettings = settingEntries({});
