/** Finds and reads the files that a person names, as `kubectl apply -f` does: files, and folders (not their subfolders); `-` is standard input. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RelaisError, type Settings } from '../../../registry/index.js';
import { type CheckedFiles, type CheckLimits, checkFiles, type SourceFile } from './check-files.js';

export type LoadLimits = CheckLimits & Pick<Settings, 'resourceFilesMax'>;

const ENDINGS = ['.yaml', '.yml', '.json'];

/** Reads and checks files and folders. Errors: RELAIS_E_RESOURCE_FILE for what cannot be read; what is wrong inside is in `findings`. */
export async function loadResources(paths: readonly string[], limits: LoadLimits, isComplete: boolean): Promise<CheckedFiles> {
  const names = (await Promise.all(paths.map(filesOf))).flat();
  if (names.length > limits.resourceFilesMax)
    throw new RelaisError('RELAIS_E_RESOURCE_FILE', `There are more than ${limits.resourceFilesMax} files.`);
  const files: SourceFile[] = [];
  for (const name of new Set(names)) files.push({ name, text: await readBounded(name, limits.resourceFileBytesMax) });
  return checkFiles(files, limits, isComplete);
}

async function filesOf(path: string): Promise<string[]> {
  if (path === '-') return [path];
  const found = await orRefuse(path, stat(path));
  if (!found.isDirectory()) return [path];
  const names = (await orRefuse(path, readdir(path, { withFileTypes: true })))
    .filter((entry) => !entry.isDirectory() && ENDINGS.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(path, entry.name))
    .toSorted();
  if (names.length === 0) throw new RelaisError('RELAIS_E_RESOURCE_FILE', `${path} holds no ${ENDINGS.join(', ')} file.`);
  return names;
}

/** Text of a file; one byte more than allowed is enough to know that it is too large. */
async function readBounded(path: string, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stream = path === '-' ? process.stdin : (await orRefuse(path, open(path, 'r'))).createReadStream();
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > bytesMax) break;
    }
  } catch (error) {
    throw new RelaisError('RELAIS_E_RESOURCE_FILE', `${path}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: bytes <= bytesMax }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new RelaisError('RELAIS_E_RESOURCE_FILE', `${path} is not UTF-8.`, { cause: error });
  }
}

async function orRefuse<T>(path: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw new RelaisError('RELAIS_E_RESOURCE_FILE', `${path}: ${(error as Error).message}`, { cause: error });
  }
}
