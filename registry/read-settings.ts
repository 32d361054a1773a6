import { RelaisError } from './errors/index.js';
import { SETTINGS, type SettingEntry, type SettingName, type Settings } from './settings/index.js';

/**
 * Fills `given` up with defaults and checks every value against type and limits.
 * Errors: RELAIS_E_CONFIGURATION for an unknown name, a wrong type or a value outside its limits.
 */
export function readSettings(given: Readonly<Record<string, unknown>> = {}): Settings {
  for (const name of Object.keys(given)) {
    if (!(name in SETTINGS)) throw new RelaisError('RELAIS_E_CONFIGURATION', `${name} is not a setting`);
  }
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) out[name] = checked(name, SETTINGS[name], given[name]);
  return out as Settings;
}

function checked(name: string, entry: SettingEntry, value: unknown): unknown {
  if (value === undefined) return entry.default;
  const wanted = entry.type === 'integer' ? 'number' : entry.type;
  if (typeof value !== wanted) throw new RelaisError('RELAIS_E_CONFIGURATION', `${name} must be of type ${entry.type}`);
  if (typeof value !== 'number') return value;
  if (!Number.isInteger(value)) throw new RelaisError('RELAIS_E_CONFIGURATION', `${name} must be an integer`);
  const min = entry.min ?? Number.MIN_SAFE_INTEGER;
  const max = entry.max ?? Number.MAX_SAFE_INTEGER;
  if (value < min || value > max) {
    throw new RelaisError('RELAIS_E_CONFIGURATION', `${name} is ${value}${entry.unit ?? ''}, allowed are ${min} to ${max}`);
  }
  return value;
}
