/** Descriptions of the kinds → docs/resources.md. Pure. */
import { API_VERSION, GROUP } from './fields.js';
import { KINDS } from './kinds.js';
import type { KindDescription, Rule, SchemaNode } from './schema.js';

interface Row {
  readonly path: string;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Text of docs/resources.md. `cel` is the page's part about the subset of CEL. */
export function resourcesPage(cel: readonly string[]): string {
  return [
    '# Resources',
    '',
    `Generated from \`operator/api/\` by \`npm run generate\`. All kinds belong to \`${API_VERSION}\`, are namespaced, and appear in`,
    '`kubectl get relais`. The same files are taken by `relais validate`, `relais up` and `kubectl apply`; `examples/france/` is a set of them.',
    '',
    'Names of objects are at most 63 characters: lower-case letters, digits and `-`. An unknown field is an error. Numbers of money and',
    'quantity are decimal texts (quoted), so that no reader turns them into binary fractions. Times of the day are quoted texts as well.',
    '',
    ...KINDS.flatMap(kindPart),
    ...cel,
  ].join('\n');
}

function kindPart(kind: KindDescription): string[] {
  const rows = rowsOf('spec', kind.spec, true);
  const rules = [
    ...kind.rules.map((rule) => ruleLine('(object)', rule)),
    ...rows.flatMap((row) => (row.node.rules ?? []).map((rule) => ruleLine(row.path, rule))),
  ];
  return [
    `## ${kind.kind}`,
    '',
    kind.doc,
    '',
    `\`kubectl get ${kind.plural}.${GROUP}\`, short: ${kind.shortNames.map((name) => `\`${name}\``).join(', ')}.`,
    '',
    '| field | type | required | default | limits | meaning |',
    '|---|---|---|---|---|---|',
    ...rows.filter((row) => !row.path.startsWith('spec.settings.')).map(fieldLine),
    '',
    ...(rules.length === 0 ? [] : ['Rules beyond types and limits:', '', '| at | refused with | rule |', '|---|---|---|', ...rules, '']),
  ];
}

function rowsOf(path: string, node: SchemaNode, isRequired: boolean): Row[] {
  const own: Row = { path, node, isRequired };
  if (node.type === 'array') return [own, ...childRows(`${path}[]`, node.items)];
  return [own, ...childRows(path, node)];
}

/** What is inside a value; an entry of a list has a row of its own if it has rules. */
function childRows(path: string, node: SchemaNode): Row[] {
  const own: Row[] = path.endsWith('[]') && node.rules !== undefined ? [{ path, node, isRequired: true }] : [];
  if (node.type !== 'object') return own;
  const required: readonly string[] = node.required ?? [];
  return [...own, ...Object.entries(node.properties).flatMap(([name, child]) => rowsOf(`${path}.${name}`, child, required.includes(name)))];
}

const fieldLine = ({ path, node, isRequired }: Row): string =>
  `| \`${path}\` | ${typeOf(node)} | ${isRequired ? 'yes' : ''} | ${'default' in node && node.default !== undefined ? `\`${JSON.stringify(node.default)}\`` : ''} | ${cell(limitsOf(node))} | ${cell(node.doc)} |`;

const ruleLine = (path: string, { rule, message }: Rule): string => `| \`${path}\` | ${cell(message)} | \`${cell(rule)}\` |`;

function typeOf(node: SchemaNode): string {
  if (node.type !== 'array') return node.type;
  const kind = node.list === 'map' ? `, by ${node.keys?.join(', ')}` : node.list === 'set' ? ', no value twice' : '';
  return `list of ${node.items.type}${kind}`;
}

function limitsOf(node: SchemaNode): string {
  switch (node.type) {
    case 'integer':
      return `${node.minimum} to ${node.maximum}`;
    case 'string':
      if (node.enum !== undefined) return node.enum.join(', ');
      return [`at most ${node.maxLength} characters`, ...(node.pattern === undefined ? [] : [`\`${node.pattern}\``])].join(', ');
    case 'array':
      return `${node.minItems ?? 0} to ${node.maxItems} entries${node.items.type === 'string' && node.items.enum !== undefined ? `: ${node.items.enum.join(', ')}` : ''}`;
    default:
      return '';
  }
}
