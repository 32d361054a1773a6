import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** One line that says what the figures were measured on, and of which commit. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${model}, ${memoryGb} GiB, Node ${process.versions.node}, ${process.platform}, commit ${commit()}`;
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}
