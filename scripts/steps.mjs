// Runs a list of commands one after the other and says how long each took; the exit code is 1 when any failed.
import { spawnSync } from 'node:child_process';

/** @param {{ name: string, command: string[] }[]} steps @returns {boolean} whether all passed */
export function runSteps(steps) {
  let good = true;
  for (const { name, command } of steps) {
    const begun = performance.now();
    const [program, ...args] = command;
    const result = spawnSync(program, args, { stdio: 'inherit' });
    const passed = result.status === 0;
    good &&= passed;
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  return good;
}

export const fromSource = (file, ...args) => [process.execPath, '--no-deprecation', '--import', './scripts/ts-loader.mjs', file, ...args];
