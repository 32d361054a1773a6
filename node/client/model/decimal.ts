/** Decimal strings ⇄ scaled integers, exactly: no floating-point arithmetic touches a price. */
import { RelaisError } from '../../../registry/index.js';

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const TEXT_CHARACTERS_MAX = 64;
/** Every integer of at most 15 digits is exact as a JavaScript number. */
const EXACT_DIGITS = 15;

/**
 * `'1.08345'` with scale 5 → 108345. Zeros beyond the scale are allowed (`'1.0834500'`), other digits are not.
 * Errors: RELAIS_E_NOT_A_DECIMAL, RELAIS_E_DECIMAL_PRECISION, RELAIS_E_DECIMAL_OVERFLOW.
 */
export function scaledFromDecimal(text: string, scale: number): number {
  const match = text.length <= TEXT_CHARACTERS_MAX ? DECIMAL.exec(text) : null;
  if (match === null) throw new RelaisError('RELAIS_E_NOT_A_DECIMAL', JSON.stringify(text.slice(0, TEXT_CHARACTERS_MAX)));
  const fraction = match[3] ?? '';
  if (fraction.length > scale && !/^0*$/.test(fraction.slice(scale))) {
    throw new RelaisError('RELAIS_E_DECIMAL_PRECISION', `${text} has more than ${scale} decimals`);
  }
  const digits = (match[2] ?? '') + fraction.slice(0, scale).padEnd(scale, '0');
  const magnitude = digits.length <= EXACT_DIGITS ? Number(digits) : magnitudeOfLong(digits, text);
  return match[1] === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

function magnitudeOfLong(digits: string, text: string): number {
  const exact = BigInt(digits);
  if (exact > BigInt(Number.MAX_SAFE_INTEGER)) throw new RelaisError('RELAIS_E_DECIMAL_OVERFLOW', text);
  return Number(exact);
}

/** 108345 with scale 5 → `'1.08345'`; always `scale` decimals. Errors: RELAIS_E_NOT_A_DECIMAL for what is no safe integer. */
export function decimalFromScaled(value: number, scale: number): string {
  if (!Number.isSafeInteger(value)) throw new RelaisError('RELAIS_E_NOT_A_DECIMAL', String(value));
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const sign = value < 0 ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/**
 * A price or quantity as the API takes it: a decimal string, or an integer that is already scaled.
 * Errors: as above; RELAIS_E_NOT_A_DECIMAL for a number with a fraction, because 1.08345 would otherwise mean something else than '1.08345'.
 */
export function scaledFrom(value: string | number, scale: number): number {
  if (typeof value === 'string') return scaledFromDecimal(value, scale);
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new RelaisError('RELAIS_E_NOT_A_DECIMAL', `${value} is not a scaled integer; write '${value}' for a decimal`);
  }
  if (!Number.isSafeInteger(value)) throw new RelaisError('RELAIS_E_DECIMAL_OVERFLOW', String(value));
  return value === 0 ? 0 : value;
}
