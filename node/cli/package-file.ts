import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '../../registry/index.js';

/** Path of a file that ships with the package, whether this runs from source or from dist/. */
export function findPackageFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  const path = join(folder, name);
  assert(existsSync(path), 'RELAIS_E_INTERNAL', `${name} is missing from the package`);
  return path;
}
