import { accessSettings } from './access.js';
import { auditSettings } from './audit.js';
import { cliSettings } from './cli.js';
import { clientSettings } from './client.js';
import { engineSettings } from './engine.js';
import { logSettings } from './log.js';
import { marketSettings } from './market.js';
import { operatorSettings } from './operator.js';
import { serverSettings } from './server.js';
import { sessionSettings } from './session.js';
import { transportSettings } from './transport.js';
import { wireSettings } from './wire.js';

export type { SettingEntry } from './entry.js';

/** Settings of a region's node: what `spec.settings` of a Region may name. */
export const NODE_SETTINGS = {
  ...wireSettings,
  ...sessionSettings,
  ...transportSettings,
  ...engineSettings,
  ...logSettings,
  ...auditSettings,
  ...marketSettings,
  ...accessSettings,
  ...serverSettings,
} as const;

/**
 * The one registry of configuration, one file a room. docs/configuration.md is generated from here. A setting reaches the code only
 * through `readSettings`, so every value has been checked against its limits before anyone uses it.
 */
export const SETTINGS = {
  ...NODE_SETTINGS,
  ...clientSettings,
  ...cliSettings,
  ...operatorSettings,
} as const;

export type SettingName = keyof typeof SETTINGS;
type Widen<T> = T extends number ? number : T extends boolean ? boolean : string;
export type Settings = { [K in SettingName]: Widen<(typeof SETTINGS)[K]['default']> };
