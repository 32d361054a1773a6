import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSettings } from '../../../registry/index.js';
import { checkFiles } from './check-files.js';
import { findingLine } from './finding.js';

const limits = readSettings();
const france = readdirSync('examples/france').map((name) => ({ name, text: readFileSync(`examples/france/${name}`, 'utf8') }));
const textOf = (name: string): string => france.find((file) => file.name === name)?.text ?? '';

/** Findings of examples/france after one change, as lines. */
function afterChange(file: string, from: string | RegExp, to: string, isComplete = true): string[] {
  const files = france.map((one) => (one.name === file ? { ...one, text: one.text.replace(from, to) } : one));
  expect(files.find((one) => one.name === file)?.text).not.toBe(textOf(file));
  return checkFiles(files, limits, isComplete).findings.map(findingLine);
}
const lineOf = (file: string, part: string): number =>
  textOf(file)
    .split('\n')
    .findIndex((line) => line.includes(part)) + 1;

describe('findings name file, line, path and rule', () => {
  test('examples/france has none', () => {
    expect(checkFiles(france, limits, true)).toMatchObject({ findings: [], checked: 8, others: 0 });
  });

  test.each([
    [
      'an unknown field',
      'paris.yaml',
      'regionNumber:',
      'regionNumer:',
      'Region/paris spec.regionNumer: unknown field "regionNumer": did you mean "regionNumber"? [unknownField]',
    ],
    ['a missing field', 'paris.yaml', '  regionNumber: 1\n', '', 'Region/paris spec.regionNumber: is required [required]'],
    ['a wrong type', 'paris.yaml', 'port: 7101', 'port: "7101"', 'spec.endpoint.port: must be an integer, not the text "7101" [type]'],
    [
      'a decimal without quotes',
      'paris.yaml',
      'tick: "0.00001"',
      'tick: 0.00001',
      'spec.instruments[0].tick: must be a text (quote it), not the number 0.00001 [type]',
    ],
    [
      'a boolean word as kubectl reads it',
      'partners.yaml',
      'cancelOnDisconnect: true',
      'cancelOnDisconnect: "on"',
      'must be a boolean, not the text "on" [type]',
    ],
    [
      'a wrong role',
      'partners.yaml',
      'roles: [risk]',
      'roles: [risc]',
      'spec.roles[0]: must be one of market-maker, trader, risk, observer: did you mean "risk"? [enum]',
    ],
    [
      'a role twice',
      'partners.yaml',
      'roles: [risk]',
      'roles: [risk, risk]',
      'spec.roles[1]: has the same value as an entry before it: "risk" [unique]',
    ],
    [
      'host bits in a range',
      'paris.yaml',
      '10.0.0.0/8',
      '10.0.0.1/8',
      'spec.ipRanges[2]: must be a CIDR range without host bits, such as 10.0.0.0/8 or fd00::/8 [cel]',
    ],
    [
      'a feed with a lot',
      'lyon.yaml',
      'kind: feed',
      'kind: feed\n      lot: "1"',
      'lot, priceBand, maxQuantity and calendar are needed for kind book, and only there [cel]',
    ],
    ['tick finer than the scale', 'lyon.yaml', 'tick: "0.01"', 'tick: "0.001"', 'tick has more decimals than priceScale [cel]'],
    ['a band upside down', 'lyon.yaml', 'low: "500.00"', 'low: "500000.00"', 'spec.instruments[0].priceBand: low must be below high [cel]'],
    ['a link to itself', 'paris.yaml', 'region: lyon', 'region: paris', 'Region/paris: a Region does not link to itself [cel]'],
    ['an instrument number twice', 'paris.yaml', 'number: 2', 'number: 1', 'spec.instruments: two instruments have the same number [cel]'],
    [
      'a band off the tick',
      'paris.yaml',
      '"50.00"',
      '"50.01"',
      'spec.instruments[1].priceBand.low: 50.01 is no multiple of tick 0.02 [step]',
    ],
    [
      'an unknown setting',
      'lyon.yaml',
      'spec:',
      'spec:\n  settings: {busyPolUs: 1}',
      'spec.settings.busyPolUs: unknown field "busyPolUs": did you mean "busyPollUs"? [unknownField]',
    ],
    [
      'a setting beyond its limit',
      'lyon.yaml',
      'spec:',
      'spec:\n  settings: {busyPollUs: -1}',
      'spec.settings.busyPollUs: must be at least 0 [minimum]',
    ],
    [
      'an unknown calendar',
      'paris.yaml',
      'calendar: euronext-paris',
      'calendar: euronext',
      'euronext is no calendar of this Region [reference]',
    ],
    [
      'an unknown time zone',
      'paris.yaml',
      'Europe/Paris',
      'Europe/Pariss',
      'spec.calendars[1].timeZone: Europe/Pariss is no IANA time zone [timeZone]',
    ],
    [
      'a date that does not exist',
      'paris.yaml',
      '2026-04-03',
      '2026-04-31',
      'spec.calendars[1].holidays[1]: 2026-04-31 does not exist [date]',
    ],
    [
      'a link to nowhere',
      'frankfurt.yaml',
      'region: lyon',
      'region: lyonn',
      'spec.links[0].region: frankfurt and lyonn are linked but share no KeyRotationSchedule [reference]',
    ],
    [
      'a region number twice',
      'lyon.yaml',
      'regionNumber: 3',
      'regionNumber: 2',
      'spec.regionNumber: 2 already belongs to frankfurt [unique]',
    ],
    ['a port twice', 'lyon.yaml', 'port: 7103', 'port: 7101', 'spec.endpoint.port: port 7101 of that host already belongs to '],
    [
      'a partner number twice',
      'partners.yaml',
      'partnerNumber: 4',
      'partnerNumber: 1',
      'Partner/taker spec.partnerNumber: 1 already belongs to maker [unique]',
    ],
    [
      'an unknown region of a partner',
      'partners.yaml',
      'regions: [paris,',
      'regions: [pariss,',
      'pariss is no Region: did you mean "paris"? [reference]',
    ],
    [
      'an overlap that is too long',
      'keys.yaml',
      'overlapSeconds: 300',
      'overlapSeconds: 1000',
      'overlapSeconds must be at most a quarter of the interval',
    ],
    [
      'a kind that is meant',
      'keys.yaml',
      'kind: KeyRotationSchedule',
      'kind: KeyRotationShedule',
      'kind: must be one of Region, Partner, KeyRotationSchedule: did you mean "KeyRotationSchedule"? [kind]',
    ],
    [
      'a version that is meant',
      'keys.yaml',
      'relais.dev/v1alpha1',
      'relais.dev/v1',
      'apiVersion: must be relais.dev/v1alpha1 [apiVersion]',
    ],
    ['a name that is no label', 'keys.yaml', 'name: france', 'name: France', 'metadata.name: must match'],
    [
      'a label that is a boolean',
      'keys.yaml',
      'name: france',
      'name: france\n  labels: {critical: yes}',
      'metadata.labels.critical: must be a text (quote it) [type]',
    ],
    ['the same field twice', 'keys.yaml', 'name: france', 'name: france\n  name: lyon', 'field name stands here twice [yaml]'],
  ])('%s', (_, file, from, to, expected) => {
    const found = afterChange(file, from, to);
    expect(found.join('\n')).toContain(expected);
  });

  test('the line is that of the value', () => {
    const [line] = afterChange('paris.yaml', 'port: 7101', 'port: 0');
    expect(line).toMatch(new RegExp(`^paris\\.yaml:${lineOf('paris.yaml', 'port: 7101')}:\\d+: Region/paris spec\\.endpoint\\.port: `));
  });

  test('an object twice is found', () => {
    const twice = [...france, { name: 'again.yaml', text: textOf('keys.yaml') }];
    expect(checkFiles(twice, limits, true).findings.map(findingLine).join('\n')).toContain(
      'metadata.name: france already belongs to france [unique]',
    );
  });

  test('files that are part of a mesh may refer to what is elsewhere', () => {
    const alone = [{ name: 'frankfurt.yaml', text: textOf('frankfurt.yaml') }];
    expect(checkFiles(alone, limits, false).findings).toEqual([]);
    expect(checkFiles(alone, limits, true).findings).not.toEqual([]);
  });

  test('a List is unpacked, other groups are left alone', () => {
    const items = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
      { apiVersion: 'relais.dev/v1alpha1', kind: 'Partner' },
    ];
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const result = checkFiles([{ name: 'list.json', text }], limits, false);
    expect(result).toMatchObject({ checked: 1, others: 1 });
    expect(result.findings.map((finding) => finding.path)).toEqual(['metadata', 'spec']);
  });
});

describe('bad input', () => {
  test('any change of a character gives resources or findings, never an exception', () => {
    const files = [textOf('paris.yaml'), textOf('partners.yaml'), textOf('keys.yaml')];
    const put = fc.constantFrom(
      '',
      ' ',
      '\n',
      ':',
      '-',
      '"',
      '[',
      '{',
      '0',
      '9',
      'x',
      'null',
      '~',
      '&',
      '*',
      '.',
      '\u{1F600}',
      '1e99',
      '-1',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(3), put), { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          const changed = edits.reduce((one, [at, cut, what]) => one.slice(0, at) + what + one.slice(at + cut), text);
          const { findings } = checkFiles([{ name: 'f', text: changed }], limits, false);
          for (const finding of findings) expect(finding.line).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('arbitrary values in place of any field never throw and never pass as valid by accident of type', () => {
    const fields = ['spec', 'metadata', 'regionNumber', 'endpoint', 'ipRanges', 'links', 'instruments', 'calendars', 'settings'];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), (field, value) => {
        const spec = { regionNumber: 1, endpoint: { port: 1, httpPort: 2 }, ipRanges: ['::/0'], [field]: value };
        const object = {
          apiVersion: 'relais.dev/v1alpha1',
          kind: 'Region',
          metadata: { name: 'x' },
          spec,
          ...(field === 'spec' || field === 'metadata' ? { [field]: value } : {}),
        };
        const { findings, resources } = checkFiles([{ name: 'f', text: JSON.stringify(object) }], limits, false);
        expect(resources.regions.length === 1 || findings.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('findings are bounded', () => {
    const text = `apiVersion: relais.dev/v1alpha1\nkind: Region\nmetadata: {name: x}\nspec:\n${Array.from({ length: 5000 }, (_, n) => `  unknown${n}: 1`).join('\n')}\n`;
    expect(checkFiles([{ name: 'f', text }], limits, false).findings).toHaveLength(limits.resourceFindingsMax);
  });

  test('the largest allowed lists are judged in a bounded time', () => {
    const instrument = (n: number) => ({
      number: n + 1,
      symbol: `S${n}`,
      kind: 'book',
      priceScale: 2,
      quantityScale: 0,
      tick: '0.01',
      lot: '1',
      priceBand: { low: '1.00', high: '2.00' },
      maxQuantity: '10',
      calendar: 'c',
    });
    const spec = {
      regionNumber: 1,
      endpoint: { port: 1, httpPort: 2 },
      ipRanges: ['::/0'],
      instruments: Array.from({ length: 256 }, (_, n) => instrument(n)),
    };
    const text = JSON.stringify({ apiVersion: 'relais.dev/v1alpha1', kind: 'Region', metadata: { name: 'x' }, spec });
    const start = performance.now();
    expect(checkFiles([{ name: 'f', text }], limits, false).findings.map((finding) => finding.rule)).toEqual(Array(200).fill('reference'));
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
