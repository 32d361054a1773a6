/** Decimal texts of resources → scaled integers, exactly. */

/** `text` × 10^scale, or null when that is no whole number, or outside ±(2^53 − 1), or the text is no decimal. */
export function scaledInteger(text: string, scale: number): number | null {
  const parts = /^(-?)(0|[1-9][0-9]{0,22})(?:[.]([0-9]{1,23}))?$/.exec(text);
  if (parts === null) return null;
  const decimals = parts[3] ?? '';
  if (/[^0]/.test(decimals.slice(scale))) return null;
  const digits = BigInt(`${parts[2]}${decimals.slice(0, scale).padEnd(scale, '0')}`);
  if (digits > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const value = Number(digits);
  return parts[1] === '-' && value !== 0 ? -value : value;
}
