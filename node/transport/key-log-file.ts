import { appendFileSync } from 'node:fs';
import { RelaisError } from '../../registry/index.js';

/**
 * Where sessions log their keys for `relais decode`; undefined for an empty path, and then no session makes such lines. Written at once,
 * so that the keys are there before the first record that needs them. Whoever reads this file reads the sessions.
 *
 * @param path setting keyLogFile
 * Errors: RELAIS_E_KEY_LOG when the file cannot be written.
 */
export function openKeyLog(path: string): ((line: string) => void) | undefined {
  if (path === '') return undefined;
  try {
    appendFileSync(path, '', { mode: 0o600 });
  } catch (cause) {
    throw new RelaisError('RELAIS_E_KEY_LOG', `${path}: ${(cause as Error).message}`, { cause });
  }
  return (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 });
}
