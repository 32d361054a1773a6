import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildTool } from './build-tool.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relais-tools-'));
  await aToolSet('one', 'fmt.Print("first")');
  await aToolSet('broken', 'this is not Go');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A Go module with one tool of its own, so that the test needs no network. */
async function aToolSet(name: string, body: string): Promise<void> {
  const module = join(folder, 'sets', name);
  await mkdir(join(module, 'hello'), { recursive: true });
  await writeFile(join(module, 'go.mod'), `module example.test/${name}\n\ngo 1.26\n\ntool example.test/${name}/hello\n`);
  await writeFile(join(module, 'go.sum'), '');
  await writeFile(join(module, 'hello', 'main.go'), `package main\n\nimport "fmt"\n\nfunc main() { ${body} }\n`);
}

const options = () => ({ setsFolder: join(folder, 'sets'), cacheFolder: join(folder, 'cache') });

test('a tool is built once, also when several ask at the same time, and comes from the cache afterwards', async () => {
  let builds = 0;
  const asking = { ...options(), onProgress: () => builds++ };
  const paths = await Promise.all([1, 2, 3].map(() => buildTool('one', 'hello', asking)));
  expect(new Set(paths).size).toBe(1);
  expect(execFileSync(paths[0] as string, { encoding: 'utf8' })).toBe('first');
  await buildTool('one', 'hello', asking);
  expect(builds).toBe(1);
}, 120_000);

test('another pin is another cache entry', async () => {
  const before = await buildTool('one', 'hello', options());
  await writeFile(join(folder, 'sets', 'one', 'go.sum'), '\n');
  expect(await buildTool('one', 'hello', options())).not.toBe(before);
}, 120_000);

test('without Go the error says what is missing', async () => {
  const asking = buildTool('one', 'hello', { ...options(), goCommand: join(folder, 'no-such-go') });
  await expect(asking).rejects.toMatchObject({ code: 'RELAIS_E_TOOLCHAIN_MISSING', detail: expect.stringContaining('Go 1.26') });
});

test('an old Go is refused by name', async () => {
  const oldGo = join(folder, 'old-go');
  await writeFile(oldGo, '#!/bin/sh\nprintf "go1.22.3\\nlinux\\namd64\\n"\n');
  await chmod(oldGo, 0o755);
  const asking = buildTool('one', 'hello', { ...options(), goCommand: oldGo });
  await expect(asking).rejects.toMatchObject({ code: 'RELAIS_E_TOOLCHAIN_MISSING', detail: expect.stringContaining('go1.22.3') });
});

test('a failed build gives the words of the compiler and leaves nothing behind', async () => {
  await expect(buildTool('broken', 'hello', options())).rejects.toMatchObject({ code: 'RELAIS_E_TOOL_BUILD_FAILED' });
  expect((await readdir(join(folder, 'cache'))).filter((name) => name.startsWith('broken'))).toEqual([]);
}, 120_000);

test('the lock of a process that died in the middle is taken over', async () => {
  const path = await buildTool('one', 'hello', options());
  const entry = path.slice(0, path.lastIndexOf('/'));
  await rm(entry, { recursive: true });
  await writeFile(`${entry}.lock`, '999999999');
  expect(await buildTool('one', 'hello', options())).toBe(path);
}, 120_000);
