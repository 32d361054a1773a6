/** Decimal text → exact scaled integer. No floating point on the way: 1.39147 at scale 5 is 139147, or an error. */
import { RelaisError } from '../../../registry/index.js';

const DIGIT_ZERO = 48;
const MINUS = 45;
const POINT = 46;

/**
 * Reads a plain decimal ("-12", "61837.63000000") as an integer of 10^-scale.
 *
 * Errors: RELAIS_E_FEED_LINE (not a decimal; no exponents, no blanks), RELAIS_E_FEED_PRECISION (non-zero digits beyond the scale),
 * RELAIS_E_FEED_NUMBER_RANGE (outside ±(2^53 − 1)).
 */
export function parseScaled(text: string, scale: number): number {
  let at = 0;
  const negative = text.charCodeAt(0) === MINUS;
  if (negative) at = 1;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT && decimals < 0) {
      decimals = 0;
      continue;
    }
    const digit = code - DIGIT_ZERO;
    if (!(digit >= 0 && digit <= 9)) throw notADecimal(text);
    digits += 1;
    if (decimals >= 0) {
      decimals += 1;
      if (decimals > scale) {
        if (digit !== 0) throw new RelaisError('RELAIS_E_FEED_PRECISION', `${shorten(text)} at scale ${scale}`);
        continue;
      }
    }
    value = append(value, digit, text);
  }
  if (digits === 0 || decimals === 0) throw notADecimal(text);
  for (let have = Math.max(decimals, 0); have < scale; have += 1) value = append(value, 0, text);
  return negative && value !== 0 ? -value : value;
}

/** As parseScaled, and RELAIS_E_FEED_LINE for a negative one. */
export function parseQuantity(text: string, scale: number): number {
  const quantity = parseScaled(text, scale);
  if (quantity < 0) throw new RelaisError('RELAIS_E_FEED_LINE', `negative quantity ${shorten(text)}`);
  return quantity;
}

/** Milliseconds since the Unix epoch as text → microseconds. */
export function parseTimeMs(text: string): number {
  return parseQuantity(text, 3);
}

/** Nanoseconds since the Unix epoch as text → microseconds. What is below a microsecond is cut: such times exceed 2^53. */
export function parseTimeNs(text: string): number {
  if (!/^\d{4,22}$/.test(text)) throw notADecimal(text);
  return parseScaled(text.slice(0, -3), 0);
}

function append(value: number, digit: number, text: string): number {
  const next = value * 10 + digit;
  if (next > Number.MAX_SAFE_INTEGER) throw new RelaisError('RELAIS_E_FEED_NUMBER_RANGE', shorten(text));
  return next;
}

const notADecimal = (text: string): RelaisError => new RelaisError('RELAIS_E_FEED_LINE', `"${shorten(text)}" is not a decimal number`);

/** What error details show of untrusted text. */
export const shorten = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}...`);
