// `npm run dev`: the demonstration from source, started anew whenever a file of the product changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';

const watched = ['registry', 'operator', 'node', 'examples'];
let running = null;
let timer = null;

function start() {
  const begun = performance.now();
  const build = spawn('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
  build.on('exit', (code) => {
    console.log(`build ${code === 0 ? 'ok' : 'FAILED'} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    if (code !== 0) return;
    running = spawn(process.execPath, ['dist/node/cli/main.js', 'up', 'examples/france', ...process.argv.slice(2)], { stdio: 'inherit' });
  });
}

function restart() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (running === null || running.exitCode !== null) return start();
    running.once('exit', start);
    running.kill('SIGINT');
  }, 200);
}

for (const folder of watched)
  watch(folder, { recursive: true }, (_, file) => file?.match(/\.(ts|yaml)$/) && !file.endsWith('.test.ts') && restart());
start();
process.on('SIGINT', () => {
  if (running === null || running.exitCode !== null) process.exit(0);
  running.once('exit', () => process.exit(0));
});
