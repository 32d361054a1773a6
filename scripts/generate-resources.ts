/**
 * From operator/api: crds/ and docs/resources.md. From node/access: the section of docs/protocol.md about permissions. With --check only says
 * whether they are up to date.
 */
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { permissionTables } from '../node/access/index.js';
import { customResourceDefinition, KINDS, resourcesPage, subsetPage } from '../operator/api/index.js';
import { writeOrCheck } from './write-or-check.js';

const HEADER = '# Generated from operator/api/ by `npm run generate`.\n';
const PAGE = 'docs/protocol.md';
const SECTION = ['<!-- generated:permissions -->', '<!-- /generated:permissions -->'] as const;

const crdFile = (kind: (typeof KINDS)[number]) => ({
  path: `crds/relais.dev_${kind.plural}.yaml`,
  text: HEADER + stringify(customResourceDefinition(kind), { lineWidth: 120, aliasDuplicateObjects: false, version: '1.1' }),
});

/** The page with its section replaced, or added at its end. */
function withSection(page: string, lines: readonly string[]): string {
  const [opens, closes] = SECTION;
  const section = [opens, '', ...lines, closes].join('\n');
  const from = page.indexOf(opens);
  const to = page.indexOf(closes, from);
  if (from < 0 || to < 0) return `${page.trimEnd()}\n\n${section}\n`;
  return page.slice(0, from) + section + page.slice(to + closes.length);
}

const page = await readFile(PAGE, 'utf8').catch(() => '');
await writeOrCheck([
  ...KINDS.map(crdFile),
  { path: 'docs/resources.md', text: resourcesPage(subsetPage()) },
  { path: PAGE, text: withSection(page, permissionTables()) },
]);
