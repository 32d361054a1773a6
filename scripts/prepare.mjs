// Part of `npm ci`: builds dist/, so that `npm start` has little left to do. Where development tools are left out, dist/ comes with the package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = 'node_modules/typescript/bin/tsc';
if (existsSync(compiler))
  process.exitCode = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' }).status ?? 1;
