// Everything that is generated from a description in the project: `npm run generate` writes it, `npm run check` compares it.
import { existsSync } from 'node:fs';
import { fromSource } from './steps.mjs';

const scripts = [
  'scripts/generate-codec.ts',
  'scripts/generate-protocol-page.ts',
  'scripts/generate-registry-docs.ts',
  'scripts/generate-resources.ts',
];

export const generators = (...args) => scripts.filter((s) => existsSync(s)).map((s) => ({ name: s, command: fromSource(s, ...args) }));
