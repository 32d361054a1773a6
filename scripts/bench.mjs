// `npm run -s bench -- NAME [options]`: compiles what changed, then runs the benchmark. The last line on stdout is `RESULT {json}`.
import { spawn, spawnSync } from 'node:child_process';

const build = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { encoding: 'utf8' });
// What has type errors is compiled nevertheless; the benchmark asked for may not be concerned.
if (build.status !== 0) process.stderr.write(`${build.stdout}${build.stderr}`);

const child = spawn(process.execPath, ['--expose-gc', 'dist/bench/main.js', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
