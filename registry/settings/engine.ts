import { settingEntries } from './entry.js';

export const engineSettings = settingEntries({});
