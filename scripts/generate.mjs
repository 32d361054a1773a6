import { generators } from './generators.mjs';
import { runSteps } from './steps.mjs';

process.exitCode = runSteps(generators()) ? 0 : 1;
