/**
 * Writes node/wire/generated from node/wire/schema; with --check only says whether it is up to date.
 * Modules of messages that have left the schema are removed.
 */
import { readdir, rm } from 'node:fs/promises';
import { generatedModules } from '../node/wire/generate/index.js';
import { writeOrCheck } from './write-or-check.js';

const FOLDER = 'node/wire/generated';

const modules = generatedModules();
await writeOrCheck(modules.map(({ name, text }) => ({ path: `${FOLDER}/${name}`, text })));

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
