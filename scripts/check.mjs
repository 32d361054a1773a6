// `npm run check`: types, lint and format, the rules between rooms, and whether what is generated is up to date.
import { generators } from './generators.mjs';
import { runSteps } from './steps.mjs';

const good = runSteps([
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'rules between rooms', command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'registry', 'operator', 'node', 'bench'] },
  ...generators('--check'),
]);
process.exitCode = good ? 0 : 1;
