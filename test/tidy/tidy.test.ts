import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Every TypeScript file of a folder, tests and generated ones left out. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('generated') && !path.includes('testing'));
}

const lines = (paths: string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );

describe('the code keeps its own rules', () => {
  test('cores ask nobody for the time, for randomness or for a timer', () => {
    const cores = [
      'node/wire',
      'node/session',
      'node/engine',
      'node/access',
      'operator/api',
      'operator/desired',
      'operator/decide',
    ].flatMap(sources);
    const market = sources('node/market').filter((path) => !path.includes('feeds/read-'));
    const asks =
      /\b(Date\.now|new Date\(\)|performance\.now|hrtime|Math\.random|randomBytes|randomUUID|randomFillSync|getRandomValues|setTimeout|setInterval|setImmediate|generateKeyPairSync)\b/;
    expect(lines([...cores, ...market], asks)).toEqual([]);
  });

  test('errors come from the registry', () => {
    const paths = ['node', 'operator', 'registry'].flatMap(sources);
    expect(lines(paths, /throw new Error\(/)).toEqual([]);
  });

  test('every folder of node/ and operator/ says at its door what lives there', () => {
    const silent = ['node', 'operator']
      .flatMap((top) =>
        readdirSync(top, { withFileTypes: true })
          .filter((e) => e.isDirectory())
          .map((e) => join(top, e.name)),
      )
      .filter((folder) => {
        const names = readdirSync(folder);
        if (names.includes('README.md')) return false;
        return !names.includes('index.ts') || !readFileSync(join(folder, 'index.ts'), 'utf8').startsWith('/**');
      });
    expect(silent).toEqual([]);
  });

  test('no file is too long to be held in the head', () => {
    const long = ['node', 'operator', 'registry', 'bench']
      .flatMap(sources)
      .filter((path) => readFileSync(path, 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });
});
