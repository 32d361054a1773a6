import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ERRORS, type ErrorEntry, readSettings, SETTINGS, type SettingEntry } from './index.js';

const rooms = async (folder: 'errors' | 'settings'): Promise<Record<string, unknown>[]> => {
  const names = readdirSync(new URL(`./${folder}/`, import.meta.url)).filter((name) => name !== 'index.ts' && name !== 'entry.ts');
  const modules = await Promise.all(
    names.map((name) => import(`./${folder}/${name.replace('.ts', '.js')}`) as Promise<Record<string, Record<string, unknown>>>),
  );
  return modules.flatMap((module) => Object.values(module));
};

const repeated = <T>(values: readonly T[]): T[] => values.filter((value, at) => values.indexOf(value) !== at);

describe('the registries', () => {
  test.each(['errors', 'settings'] as const)('no two rooms of %s claim the same name, and every room is in the whole', async (folder) => {
    const names = (await rooms(folder)).flatMap((room) => Object.keys(room));
    expect(repeated(names)).toEqual([]);
    expect(names.toSorted()).toEqual(Object.keys(folder === 'errors' ? ERRORS : SETTINGS).toSorted());
  });

  test('no wire number is given twice', () => {
    const numbers = (Object.values(ERRORS) as ErrorEntry[]).flatMap((entry) => (entry.wire === undefined ? [] : [entry.wire]));
    expect(repeated(numbers)).toEqual([]);
    expect(numbers.every((number) => number >= 1 && number <= 65_535)).toBe(true);
  });

  test('every default keeps its own limits', () => {
    expect(readSettings()).toMatchObject(
      Object.fromEntries((Object.entries(SETTINGS) as [string, SettingEntry][]).map(([name, entry]) => [name, entry.default])),
    );
  });

  test.each([
    [{ nonsense: 1 }, /nonsense is not a setting/],
    [{ busyPollUs: 'much' }, /must be of type integer/],
    [{ busyPollUs: 1.5 }, /must be an integer/],
    [{ busyPollUs: -1 }, /allowed are 0 to/],
  ])('%j is refused', (given, message) => {
    expect(() => readSettings(given)).toThrow(message);
  });
});
