import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimalFromScaled, scaledFrom, scaledFromDecimal } from './decimal.js';

const scale = fc.integer({ min: 0, max: 12 });

describe('decimals', () => {
  test('every scaled integer survives the way through its decimal string', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), scale, (value, s) =>
        expect(scaledFromDecimal(decimalFromScaled(value, s), s)).toBe(value === 0 ? 0 : value),
      ),
    );
  });

  test('a string means what exact integer arithmetic says', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), scale, (exact, s) => {
        const digits = (exact < 0n ? -exact : exact).toString().padStart(s + 1, '0');
        const text = `${exact < 0n ? '-' : ''}${s === 0 ? digits : `${digits.slice(0, -s)}.${digits.slice(-s)}`}`;
        if (exact > BigInt(Number.MAX_SAFE_INTEGER) || exact < BigInt(Number.MIN_SAFE_INTEGER)) {
          expect(() => scaledFromDecimal(text, s)).toThrow(expect.objectContaining({ code: 'RELAIS_E_DECIMAL_OVERFLOW' }));
        } else expect(BigInt(scaledFromDecimal(text, s))).toBe(exact);
      }),
    );
  });

  test('any other text is refused with a code and in bounded time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), scale, (text, s) => {
        if (/^[+-]?\d+(\.\d+)?$/.test(text)) return;
        expect(() => scaledFromDecimal(text, s)).toThrow(expect.objectContaining({ code: 'RELAIS_E_NOT_A_DECIMAL' }));
      }),
    );
    expect(() => scaledFromDecimal('1'.repeat(1_000_000), 2)).toThrow(expect.objectContaining({ code: 'RELAIS_E_NOT_A_DECIMAL' }));
  });

  test('nothing is rounded: a digit beyond the scale is refused, zeros there are not', () => {
    expect(() => scaledFromDecimal('1.083451', 5)).toThrow(expect.objectContaining({ code: 'RELAIS_E_DECIMAL_PRECISION' }));
    expect(scaledFromDecimal('1.0834500', 5)).toBe(108345);
    expect(scaledFromDecimal('-0.5', 1)).toBe(-5);
    expect(Object.is(scaledFromDecimal('-0', 3), 0)).toBe(true);
  });

  test('a number with a fraction is refused, an integer is taken as scaled', () => {
    expect(() => scaledFrom(1.08345, 5)).toThrow(expect.objectContaining({ code: 'RELAIS_E_NOT_A_DECIMAL' }));
    expect(() => scaledFrom(2 ** 53, 5)).toThrow(expect.objectContaining({ code: 'RELAIS_E_DECIMAL_OVERFLOW' }));
    expect(() => scaledFrom(Number.NaN, 5)).toThrow(expect.objectContaining({ code: 'RELAIS_E_NOT_A_DECIMAL' }));
    expect(scaledFrom(108345, 5)).toBe(108345);
    expect(scaledFrom('1.08345', 5)).toBe(108345);
  });
});
