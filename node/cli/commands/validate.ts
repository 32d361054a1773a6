import type { Command } from 'commander';
import { readSettings } from '../../../registry/index.js';
import { EXIT } from '../exit-codes.js';
import { addOutput, formatOne, type OutputFormat } from '../output.js';
import { findingLine } from '../validate/finding.js';
import { loadResources } from '../validate/load-files.js';

interface Options {
  readonly alone: boolean;
  readonly output: OutputFormat;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

export function register(program: Command): void {
  const command = program
    .command('validate')
    .description('check resource files as the Kubernetes API server would, and what they refer to')
    .argument('<file...>', 'YAML or JSON files, or folders of them; - reads standard input')
    .option('--alone', 'the files are part of a mesh: do not ask for what they refer to', false);
  addOutput(command)
    .addHelpText(
      'after',
      `
Exit codes: 0 all valid, 1 something is not, 2 wrong usage.

Examples:
  relais validate examples/france
  relais validate --alone paris.yaml -o json
  kubectl get regions -o yaml | relais validate --alone -`,
    )
    .action(async (paths: string[], options: Options) => {
      const { findings, checked, others } = await loadResources(paths, readSettings(), !options.alone);
      if (options.output === 'table') {
        for (const finding of findings) console.error(findingLine(finding));
        const leftAlone = others === 0 ? '' : `, ${others} of other kinds left alone`;
        console.log(
          `${count(checked, 'object')} checked${leftAlone}: ${findings.length === 0 ? 'valid' : count(findings.length, 'finding')}`,
        );
      } else {
        process.stdout.write(formatOne({ valid: findings.length === 0, checked, others, findings }, {}, options.output));
      }
      if (findings.length > 0) process.exitCode = EXIT.failed;
    });
}
