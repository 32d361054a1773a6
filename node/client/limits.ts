/** Limits of one client, as plain values: what the caller gave, the rest from the registry of settings, every value checked. */
import { readSettings } from '../../registry/index.js';

export interface ClientLimits {
  /** How long connect() tries before it rejects. */
  readonly connectWithinMs: number;
  /** How long one attempt (dial, handshake, Welcome) may take. */
  readonly attemptWithinMs: number;
  readonly reconnectFirstMs: number;
  readonly reconnectMaxMs: number;
  readonly stableAfterMs: number;
  /** How long a read may wait for its answer. */
  readonly requestWithinMs: number;
  /** acceptUntil of a command that names none, from now on the server's clock. */
  readonly acceptWithinMs: number;
  /** How long close() waits for results of commands in flight. */
  readonly closeWithinMs: number;
  /** Commands without a result. */
  readonly inFlightMax: number;
  /** Items that wait in one stream. */
  readonly streamBufferMax: number;
  /** Reports kept of one order. */
  readonly orderReportsMax: number;
}

const NAMES = [
  'connectWithinMs',
  'attemptWithinMs',
  'reconnectFirstMs',
  'reconnectMaxMs',
  'stableAfterMs',
  'requestWithinMs',
  'acceptWithinMs',
  'closeWithinMs',
  'inFlightMax',
  'streamBufferMax',
  'orderReportsMax',
] as const satisfies readonly (keyof ClientLimits)[];

type SettingOf<N extends string> = `client${Capitalize<N>}`;
const settingOf = <N extends string>(name: N): SettingOf<N> => `client${name.charAt(0).toUpperCase()}${name.slice(1)}` as SettingOf<N>;

/** Errors: RELAIS_E_CONFIGURATION for a value of the wrong type or outside its limits (docs/configuration.md). */
export function clientLimits(given: Partial<ClientLimits> = {}): ClientLimits {
  const asked: Record<string, unknown> = {};
  for (const name of NAMES) if (given[name] !== undefined) asked[settingOf(name)] = given[name];
  const settings = readSettings(asked);
  return Object.fromEntries(NAMES.map((name) => [name, settings[settingOf(name)]])) as unknown as ClientLimits;
}
