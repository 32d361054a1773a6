import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { samplesOf, typeErrors } from './samples.js';

const root = process.cwd();
const samples = samplesOf(join(root, 'docs/sdk.md'));

describe('the samples of docs/sdk.md', () => {
  test('are there', () => {
    expect(samples.length).toBeGreaterThan(8);
  });

  test('compile under the strict options of this project', () => {
    expect(typeErrors(samples, root)).toEqual([]);
  }, 60_000);

  test('a sample that is wrong would be found', () => {
    const wrong = {
      name: 'wrong',
      code: "import { connect } from 'relais/client';\nconst relais = await connect({ region: 1 });\nrelais.sell();\n",
    };
    expect(typeErrors([wrong], root).length).toBeGreaterThan(0);
  }, 60_000);
});
