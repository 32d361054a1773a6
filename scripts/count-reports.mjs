// Last line of CI: `N passed, N failed`, counted from the reports that the runners wrote to reports/.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const name of existsSync('reports') ? readdirSync('reports').filter((n) => n.endsWith('.json')) : []) {
  const report = JSON.parse(readFileSync(`reports/${name}`, 'utf8'));
  passed += report.numPassedTests ?? 0;
  // A file that did not even load has no tests to count, but it failed.
  failed += (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
}
if (passed === 0) failed = Math.max(failed, 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
