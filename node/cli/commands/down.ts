import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import { isMesh, isRunning } from '../is-running.js';
import { stateOption } from '../mesh-client.js';
import { isUnreadableState, purgeState, readMeshState, stateFolder } from '../mesh-state.js';

const WAIT_MS_MAX = 20_000;

export function register(program: Command): void {
  program
    .command('down')
    .description('stop the mesh that runs on this machine')
    .addOption(stateOption())
    .option('--purge', 'remove its state as well: logs, keys, credentials, transactions')
    .addHelpText(
      'after',
      `
Examples:
  relais down
  relais down --purge`,
    )
    .action(down);
}

async function down(options: { readonly state?: string; readonly purge?: boolean }): Promise<void> {
  const folder = stateFolder(options.state, process.env);
  const pid = await runningMesh(folder);
  if (pid === null) console.log('no mesh is running');
  else {
    process.kill(pid, 'SIGTERM');
    for (let waitedMs = 0; isRunning(pid); waitedMs += 50) {
      if (waitedMs >= WAIT_MS_MAX) throw new RelaisError('RELAIS_E_MESH_RUNS', `process ${pid} does not end`);
      await sleep(50);
    }
    console.log('stopped');
  }
  if (options.purge !== true) return;
  await purgeState(folder);
  console.log(`removed the state in ${folder}`);
}

async function runningMesh(folder: string): Promise<number | null> {
  try {
    const { pid } = await readMeshState(folder);
    return isMesh(pid) ? pid : null;
  } catch (error) {
    if (error instanceof RelaisError && error.code === 'RELAIS_E_NO_MESH') return null;
    if (isUnreadableState(error)) return null;
    throw error;
  }
}
