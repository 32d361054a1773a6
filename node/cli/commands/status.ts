import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { EXIT } from '../exit-codes.js';
import { stateOption } from '../mesh-client.js';
import { readMeshState, stateFolder } from '../mesh-state.js';
import { requestStatus, type StatusAnswer } from '../node-status-request.js';
import { addOutput, type OutputFormat } from '../output.js';
import { countsOf, type EarlierCounts, feedLines, statusTable } from '../status-table.js';

interface StatusOptions {
  readonly state?: string;
  readonly watch?: boolean;
  readonly output: OutputFormat;
}

const RATE_OVER_MS = 300;

export function register(program: Command): void {
  const command = program
    .command('status')
    .description('what the regions of the mesh are doing')
    .addOption(stateOption())
    .option('-w, --watch', 'again every second, until Ctrl-C')
    .addHelpText(
      'after',
      `
Examples:
  relais status
  relais status --watch
  relais status -o json`,
    );
  addOutput(command).action(status);
}

async function status(options: StatusOptions): Promise<void> {
  const { regions } = await readMeshState(stateFolder(options.state, process.env));
  let earlier: EarlierCounts = new Map();
  const isTable = options.output === 'table';
  if (isTable) {
    earlier = countsOf(await requestStatus(regions), performance.now());
    await sleep(RATE_OVER_MS);
  }
  for (;;) {
    const answers = await requestStatus(regions);
    const nowMs = performance.now();
    print(answers, earlier, nowMs, options);
    if (answers.some((answer) => 'failure' in answer)) process.exitCode = EXIT.failed;
    if (options.watch !== true) return;
    earlier = countsOf(answers, nowMs);
    await sleep(1_000);
  }
}

function print(answers: readonly StatusAnswer[], earlier: EarlierCounts, nowMs: number, { output, watch }: StatusOptions): void {
  if (output === 'json') return void process.stdout.write(`${JSON.stringify(answers, null, watch === true ? 0 : 2)}\n`);
  if (output === 'yaml') return void process.stdout.write(`---\n${stringify(answers)}`);
  const isRedrawn = watch === true && process.stdout.isTTY === true;
  process.stdout.write(
    `${isRedrawn ? '\x1b[H\x1b[2J' : ''}${[...statusTable(answers, earlier, nowMs), ...feedLines(answers)].join('\n')}\n`,
  );
}
