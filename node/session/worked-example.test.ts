import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { workedExample } from './testing/worked-example.js';

const golden = (): unknown => JSON.parse(readFileSync('node/session/golden/session.json', 'utf8'));

test('handshake, first records and a rekey are, byte for byte, the golden vectors', () => {
  expect(workedExample()).toEqual(golden());
});

test('every step of the worked example is one record, or a flight', () => {
  const { steps } = workedExample();
  expect(steps).toHaveLength(10);
  expect(steps.slice(2).every(({ body }) => body.length > 0)).toBe(true);
});
