import { hkdfSync } from 'node:crypto';
import { KEY_BYTES, PARTNER_PSK_LABEL } from '../spec.js';

const DAY_US = 86_400_000_000;

/**
 * psk of a partner for one UTC day: HKDF-SHA256 (RFC 5869) with the partner's secret seed as input key, the day number (days since
 * 1970-01-01, u32 little-endian) as salt, "relais partner psk v1" as info; 32 bytes.
 */
export function partnerPsk(seed: Uint8Array, dayNumber: number): Uint8Array {
  const salt = new Uint8Array(4);
  new DataView(salt.buffer).setUint32(0, dayNumber, true);
  return new Uint8Array(hkdfSync('sha256', seed, salt, PARTNER_PSK_LABEL, KEY_BYTES));
}

/** Number of the UTC day of a time: what a partner puts into its preamble. */
export const dayNumberOf = (timeUs: number): number => Math.floor(timeUs / DAY_US);

/** Whether `dayNumber` is today, or a neighbour that is no further away than `toleranceUs`: clocks differ around midnight. */
export function partnerDayIsAcceptable(dayNumber: number, nowUs: number, toleranceUs = 3_600_000_000): boolean {
  return dayNumber >= dayNumberOf(nowUs - toleranceUs) && dayNumber <= dayNumberOf(nowUs + toleranceUs);
}
