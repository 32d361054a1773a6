import { settingEntries } from './entry.js';

export const auditSettings = settingEntries({});
