// `npm test`: the check, the build and every suite, with reports in reports/. `npm test -- FILE…` runs only those test files.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { runSteps } from './steps.mjs';

const files = process.argv.slice(2);
const jest = (...args) => [
  process.execPath,
  '--no-deprecation',
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  ...args,
];

if (files.length > 0) {
  const [program, ...args] = jest(...files);
  if (files.some((file) => file.startsWith('test/'))) runSteps([{ name: 'build', command: ['tsc', '-p', 'tsconfig.build.json'] }]);
  process.exit(spawnSync(program, args, { stdio: 'inherit' }).status ?? 1);
}

rmSync('reports', { recursive: true, force: true });
mkdirSync('reports');
if (process.env.RELAIS_SAMPLES === undefined)
  console.log(
    'RELAIS_SAMPLES is not set: recorded samples are replaced by the shipped generator, and tests of recorded layouts use short excerpts of their own.',
  );
else console.log(`Recorded samples: ${process.env.RELAIS_SAMPLES}`);

// What is no test runner counts as one test, so that the last line of CI cannot say less than happened.
const isGround = runSteps([
  { name: 'check', command: [process.execPath, 'scripts/check.mjs'] },
  { name: 'build', command: ['tsc', '-p', 'tsconfig.build.json'] },
]);
writeFileSync('reports/ground.json', JSON.stringify({ numPassedTests: isGround ? 1 : 0, numFailedTests: isGround ? 0 : 1 }));

const areSuites = runSteps([
  {
    name: 'unit suites',
    command: jest('--json', '--outputFile=reports/unit.json', '--testPathIgnorePatterns=^<rootDir>/test/', '/dist/', '--maxWorkers=2'),
  },
  { name: 'suites that cross rooms', command: jest('--json', '--outputFile=reports/cross.json', '--runInBand', '--roots=<rootDir>/test') },
  ...(existsSync('examples/go-client/run-test.mjs')
    ? [{ name: 'Go client', command: [process.execPath, 'examples/go-client/run-test.mjs'] }]
    : []),
]);
process.exitCode = isGround && areSuites ? 0 : 1;
