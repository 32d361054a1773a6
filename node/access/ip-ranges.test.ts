import { isIP } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressOfSocket, parseAddress, parseRange, rangeContains } from './ip-ranges.js';

const isIn = (range: string, address: string): boolean => {
  const parsed = parseRange(range);
  const bytes = addressOfSocket(address);
  return parsed !== null && bytes !== null && rangeContains(parsed, bytes);
};

describe('addresses', () => {
  test('what Node takes for an address is one here, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string({ maxLength: 45 }), fc.stringMatching(/^[0-9a-f:.]{0,40}$/)),
        (text) => {
          expect(parseAddress(text)?.length ?? 0).toBe({ 0: 0, 4: 4, 6: 16 }[text.includes('%') ? 0 : isIP(text)]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    ':::',
    '1::2::3',
    '::1%eth0',
    '1:2:3:4:5:6:7:8:9',
    '::12345',
    '1'.repeat(100000),
  ])('%.20s is no address', (text) => expect(parseAddress(text)).toBeNull());
});

describe('ranges', () => {
  test('a range contains its first and last address and not its neighbours', () => {
    expect(isIn('10.1.16.0/20', '10.1.16.0')).toBe(true);
    expect(isIn('10.1.16.0/20', '10.1.31.255')).toBe(true);
    expect(isIn('10.1.16.0/20', '10.1.15.255')).toBe(false);
    expect(isIn('10.1.16.0/20', '10.1.32.0')).toBe(false);
    expect(isIn('fd00:1::/33', 'fd00:1:7fff::1')).toBe(true);
    expect(isIn('fd00:1::/33', 'fd00:1:8000::1')).toBe(false);
  });

  test('an IPv4 client of a dual-stack socket is judged by its IPv4 address', () => {
    expect(isIn('127.0.0.0/8', '::ffff:127.0.0.1')).toBe(true);
    expect(isIn('::/0', '::ffff:127.0.0.1')).toBe(false);
  });

  test('a zone of a link-local address does not matter', () => expect(isIn('fe80::/10', 'fe80::1%eth0')).toBe(true));

  test('everything means one family: 0.0.0.0/0 holds no IPv6 address', () => {
    expect(isIn('0.0.0.0/0', '203.0.113.9')).toBe(true);
    expect(isIn('0.0.0.0/0', '2001:db8::1')).toBe(false);
  });

  test.each([
    '10.0.0.1/8',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/',
    'fd00::/129',
    '/8',
    'fd00::1/64',
    '::ffff:10.0.0.0/104',
  ])('%s is no range', (text) => expect(parseRange(text)).toBeNull());

  test('membership agrees with arithmetic on whole numbers', () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff });
    const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    fc.assert(
      fc.property(u32, u32, fc.integer({ min: 0, max: 32 }), (base, value, bits) => {
        const size = 2 ** (32 - bits);
        const start = Math.floor(base / size) * size;
        expect(isIn(`${dotted(start)}/${bits}`, dotted(value))).toBe(value >= start && value < start + size);
      }),
    );
  });
});
