import { describe, expect, test } from '@jest/globals';
import { violation } from './evaluate.js';
import { isCommonPattern, outsideSubset } from './subset.js';

const holds = (rule: string, self: unknown): boolean | string => {
  const found = violation(rule, self);
  return found === null ? true : found === '' ? false : found;
};

describe('Kubernetes functions', () => {
  test.each([
    ['isIP(self)', '10.0.0.1', true],
    ['isIP(self)', 'fe80::1', true],
    ['isIP(self)', '10.0.0.01', false],
    ['isIP(self)', 'fe80::1%eth0', false],
    ['isCIDR(self)', '10.0.0.1/8', true],
    ['isCIDR(self)', '10.0.0.1', false],
    ['isCIDR(self)', '::ffff:10.0.0.0/104', false],
    ['cidr(self).masked() == cidr(self)', '10.0.0.0/8', true],
    ['cidr(self).masked() == cidr(self)', '10.0.0.1/8', false],
    ["cidr(self) == cidr('FD00::/8')", 'fd00::/8', true],
    ["quantity(self).isGreaterThan(quantity('0'))", '0.000000001', true],
    ["quantity(self).isGreaterThan(quantity('0'))", '-1', false],
    ["quantity(self).isLessThan(quantity('9007199254740993'))", '9007199254740992.999999999', true],
    ["!quantity(self).isLessThan(quantity('1.0'))", '1', true],
  ])('%s of %s is %s', (rule, self, expected) => expect(holds(rule, self)).toBe(expected));

  test('what cannot be evaluated does not hold, and says why', () => {
    expect(holds("quantity(self).isLessThan(quantity('1'))", 'abc')).toContain('no quantity');
    expect(holds('self.missing == 1', { there: 1n })).toContain('missing');
  });
});

describe('the subset', () => {
  test.each([
    ["self.matches('^[a-z]+$')", null],
    ['has(self.a) == has(oldSelf.a)', null],
    ['self.all(a, self.exists_one(b, b.n == a.n))', null],
    ["self.matches('(?i)x')", 'regular expression (?i)x'],
    ["self.matches('^(?=x)')", 'regular expression ^(?=x)'],
    ["self.matches('\\\\d+')", 'regular expression \\d+'],
    ['self.matches(self)', 'a regular expression that is no literal'],
    ['self.map(x, x)', 'method map'],
    ['timestamp(self) == timestamp(self)', 'function timestamp'],
    ['self == 1.5', 'a floating-point number'],
    ["self == 'a' ? true : false", 'operator ?:'],
    ['self % 2 == 0', 'operator %'],
    ["self['a'] == 1", 'operator []'],
    ['self.all(x, x.filter(y, y > 1).size() > 0)', 'method size'],
  ])('%s: %s', (rule, expected) => expect(outsideSubset(rule)).toBe(expected));

  test.each(['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', '^-?(0|[1-9][0-9]*)([.][0-9]+)?$', '^[0-9]{4}-x$'])('%s is common', (pattern) =>
    expect(isCommonPattern(pattern)).toBe(true),
  );
  test.each(['\\w', '\\bx', '(?:x)', '(?<n>x)', 'x*?', '[\\d]', '\\p{L}', '(x)\\1', 'x++', '.'])('%s is not', (pattern) =>
    expect(isCommonPattern(pattern)).toBe(false),
  );
});
