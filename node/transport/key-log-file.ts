import { appendFileSync } from 'node:fs';

/**
 * Where sessions log their keys for `relais decode`; undefined for an empty path, and then no session makes such lines. Written at once,
 * so that the keys are there before the first record that needs them. Whoever reads this file reads the sessions.
 *
 * @param path setting keyLogFile
 */
export function openKeyLog(path: string): ((line: string) => void) | undefined {
  if (path === '') return undefined;
  return (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 });
}
