// Lets node run TypeScript from source: `node --import ./scripts/ts-loader.mjs FILE.ts`.
import { register } from 'node:module';

register('ts-node/esm', import.meta.url);
