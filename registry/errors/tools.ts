import { errorEntries } from './entry.js';

/** Tools that tests and benchmarks build for themselves. No wire numbers: no peer ever sees these. */
export const toolErrors = errorEntries({
  RELAIS_E_TOOLCHAIN_MISSING: {
    text: 'A tool that this test or benchmark needs cannot be built here.',
    remedy: 'Install what the detail names (Go 1.26 or newer) and run it again; nothing is skipped silently.',
  },
  RELAIS_E_TOOL_BUILD_FAILED: {
    text: 'Building a pinned tool failed.',
    remedy: 'Read the compiler output in the detail; a module download needs a reachable Go module proxy the first time.',
  },
});
