import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { readSettings } from '../../../registry/index.js';
import { register } from '../commands/validate.js';
import { loadResources } from './load-files.js';

const limits = readSettings();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relais-validate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('files and folders', () => {
  test('a folder gives its YAML and JSON files, subfolders and others left out', async () => {
    await mkdir(join(folder, 'deeper.yaml'));
    await writeFile(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\n');
    await writeFile(join(folder, 'b.json'), '{"apiVersion":"v1","kind":"ConfigMap"}');
    await writeFile(join(folder, 'c.txt'), 'not: [yaml');
    expect(await loadResources([folder], limits, false)).toMatchObject({ others: 2, findings: [] });
  });

  test('a file named twice is read once', async () => {
    await writeFile(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\n');
    expect(await loadResources([folder, join(folder, 'a.yaml')], limits, false)).toMatchObject({ others: 1 });
  });

  test.each(['missing.yaml', ''])('what is not there, or an empty folder (%s), is refused', async (name) => {
    await expect(loadResources([join(folder, name)], limits, false)).rejects.toThrow('RELAIS_E_RESOURCE_FILE');
  });

  test('bytes that are no UTF-8 are refused', async () => {
    await writeFile(join(folder, 'a.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]));
    await expect(loadResources([folder], limits, false)).rejects.toThrow('is not UTF-8');
  });

  test('an endless file is read only as far as allowed', async () => {
    const { findings } = await loadResources(['/dev/zero'], limits, false);
    expect(findings.map((finding) => finding.message)).toEqual([`larger than ${limits.resourceFileBytesMax} bytes`]);
  });

  test('more files than allowed are refused', async () => {
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, `${name}.yaml`), '');
    await expect(loadResources([folder], { ...limits, resourceFilesMax: 2 }, false)).rejects.toThrow('more than 2 files');
  });
});

describe('relais validate', () => {
  const run = async (...args: string[]): Promise<{ code: typeof process.exitCode; out: string }> => {
    const program = new Command('relais').exitOverride();
    register(program);
    const written: string[] = [];
    const original = { write: process.stdout.write, log: console.log, error: console.error, code: process.exitCode };
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof process.stdout.write;
    console.log = console.error = (text: string) => void written.push(`${text}\n`);
    try {
      await program.parseAsync(['validate', ...args], { from: 'user' });
      return { code: process.exitCode, out: written.join('') };
    } finally {
      process.stdout.write = original.write;
      console.log = original.log;
      console.error = original.error;
      process.exitCode = original.code;
    }
  };

  test('says that the example is valid', async () => {
    expect(await run('examples/france')).toEqual({ code: undefined, out: '8 objects checked: valid\n' });
  });

  test('ends with exit code 1 and a line for each finding', async () => {
    await writeFile(join(folder, 'a.yaml'), 'apiVersion: relais.dev/v1alpha1\nkind: Partner\nmetadata: {name: x}\n');
    const { code, out } = await run(folder);
    expect(code).toBe(1);
    expect(out).toContain('a.yaml:1:1: Partner/x spec: is required [required]\n1 object checked: 1 finding\n');
  });

  test('prints JSON for programs', async () => {
    const { out } = await run('examples/france', '-o', 'json');
    expect(JSON.parse(out)).toEqual({ valid: true, checked: 8, others: 0, findings: [] });
  });
});
