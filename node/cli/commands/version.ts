import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { addOutput, formatOne, type OutputFormat } from '../output.js';
import { findPackageFile } from '../package-file.js';

export function register(program: Command): void {
  addOutput(program.command('version').description('print the version of Relais and of Node')).action(
    ({ output }: { output: OutputFormat }) => {
      const { version } = JSON.parse(readFileSync(findPackageFile('package.json'), 'utf8')) as { version: string };
      const versions = { relais: version, node: process.versions.node };
      if (output === 'table') console.log(`relais ${versions.relais}, node ${versions.node}`);
      else process.stdout.write(formatOne(versions, {}, output));
    },
  );
}
