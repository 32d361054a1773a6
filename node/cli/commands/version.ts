import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { findPackageFile } from '../package-file.js';

export function register(program: Command): void {
  program
    .command('version')
    .description('print the version of Relais and of Node')
    .action(() => {
      const { version } = JSON.parse(readFileSync(findPackageFile('package.json'), 'utf8')) as { version: string };
      console.log(`relais ${version}, node ${process.versions.node}`);
    });
}
