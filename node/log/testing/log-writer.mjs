/**
 * The process that kill-9 tests kill: appends to a real log as fast as it goes and tells on stdout, line by line, what is durable.
 * Runs from TypeScript source through the hooks below: no build is needed before the tests.
 */

import { readFileSync, writeSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') && context.parentURL?.endsWith('.ts') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
  load: (url, context, next) =>
    url.endsWith('.ts')
      ? { format: 'module', shortCircuit: true, source: stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8')) }
      : next(url, context),
});

const { TransactionLog } = await import('../transaction-log.ts');
const { logOptions, appendNext } = await import('./a-log.ts');
const log = await TransactionLog.open(logOptions(undefined, { directory: process.argv[2], segmentBytes: 262_144, groupBytes: 65_536 }));
writeSync(1, `opened ${log.durableSeq}\n`);
log.onDurable((seq) => {
  writeSync(1, `durable ${seq}\n`);
  append();
});
function append() {
  for (let count = 0; count < 5 && log.refusal(2_000) === null; count += 1) appendNext(log);
  if (log.appendedSeq === log.durableSeq) setTimeout(append, 1);
  if (log.durableSeq > 3_000) void log.removeBefore(log.durableSeq - 2_000);
}
append();
