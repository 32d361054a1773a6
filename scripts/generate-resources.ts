/** Writes crds/ and docs/resources.md from operator/api; with --check only says whether they are up to date. */
import { stringify } from 'yaml';
import { customResourceDefinition, KINDS, resourcesPage, subsetPage } from '../operator/api/index.js';
import { writeOrCheck } from './write-or-check.js';

const HEADER = '# Generated from operator/api/ by `npm run generate`.\n';

const crdFile = (kind: (typeof KINDS)[number]) => ({
  path: `crds/relais.dev_${kind.plural}.yaml`,
  text: HEADER + stringify(customResourceDefinition(kind), { lineWidth: 120, aliasDuplicateObjects: false, version: '1.1' }),
});

await writeOrCheck([...KINDS.map(crdFile), { path: 'docs/resources.md', text: resourcesPage(subsetPage()) }]);
