import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes generated files, or, when the process was started with --check, compares them with what is on disk and ends with exit code 1 if
 * any differs. Paths are relative to the root of the project.
 */
export async function writeOrCheck(files: readonly { path: string; text: string }[]): Promise<void> {
  const isCheck = process.argv.includes('--check');
  for (const { path, text } of files) {
    const present = await readFile(path, 'utf8').catch(() => '');
    if (present === text) continue;
    if (isCheck) {
      console.error(`${path} is not what the generator writes: run \`npm run generate\``);
      process.exitCode = 1;
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`wrote ${path}`);
  }
}
