/**
 * From node/wire/schema: the modules in node/wire/generated, golden vectors of new messages, and the tables of docs/protocol.md. With
 * --check only says whether they are up to date. Modules of messages that have left the schema are removed. A golden vector, once written,
 * stays; `--renew NAME` writes that of a message whose layout was changed on purpose (the ADR says why).
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { type GoldenVector, generatedModules, generatedProtocolPage, generatedVectors } from '../node/wire/generate/index.js';
import { writeOrCheck } from './write-or-check.js';

const FOLDER = 'node/wire/generated';

const VECTORS = 'node/wire/golden/messages.json';
const PAGE = 'docs/protocol.md';

const present = async (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

const renewed = process.argv.includes('--renew') ? process.argv[process.argv.indexOf('--renew') + 1] : undefined;
const vectors = (JSON.parse((await present(VECTORS)) || '[]') as GoldenVector[]).filter(({ name }) => name !== renewed);

const modules = generatedModules();
await writeOrCheck([
  ...modules.map(({ name, text }) => ({ path: `${FOLDER}/${name}`, text })),
  { path: VECTORS, text: generatedVectors(vectors) },
  { path: PAGE, text: generatedProtocolPage(await present(PAGE)) },
]);

const wanted = new Set(modules.map(({ name }) => name));
for (const name of await readdir(FOLDER)) {
  if (wanted.has(name)) continue;
  if (process.argv.includes('--check')) {
    console.error(`${FOLDER}/${name} is of no message of the schema: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    await rm(`${FOLDER}/${name}`);
    console.log(`removed ${FOLDER}/${name}`);
  }
}
