export interface SettingEntry {
  readonly type: 'integer' | 'boolean' | 'string';
  /** Unit of the value, as in the end of its name: ms, bytes, us, count. */
  readonly unit?: string;
  readonly default: number | boolean | string;
  readonly min?: number;
  readonly max?: number;
  /** What it does, and what happens at its limit. */
  readonly doc: string;
}

/** Checks the shape of a room's settings and keeps their names as literal types. */
export const settingEntries = <const T extends Record<string, SettingEntry>>(room: T): T => room;
