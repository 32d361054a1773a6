/** Coded errors and configuration settings: the two registries that every room may use. Imports nothing outside this folder. */
export { assert, ERRORS, type ErrorCode, type ErrorEntry, RelaisError } from './errors/index.js';
export { readSettings } from './read-settings.js';
export { NODE_SETTINGS, SETTINGS, type SettingEntry, type SettingName, type Settings } from './settings/index.js';
