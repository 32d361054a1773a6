/**
 * The part of CEL that our rules may use: what @marcbachmann/cel-js (with the functions registered beside this file) and Kubernetes' cel-go
 * answer alike. A unit test refuses rules outside it; docs/resources.md shows it.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parseRule } from './evaluate.js';

const OPERATORS: ReadonlySet<string> = new Set([
  '&&',
  '||',
  '!_',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  '+',
  '-',
  '*',
  '.',
  'list',
  'value',
  'id',
  'call',
  'rcall',
]);

/** name → why it is safe to use, for the docs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  has: 'whether an optional field is there',
  size: 'characters of a text, entries of a list',
  isIP: 'whether a text is an IP address (Kubernetes)',
  isCIDR: 'whether a text is a CIDR range (Kubernetes)',
  cidr: 'the CIDR range of a text (Kubernetes)',
  quantity: 'the exact number of a decimal text with at most nine decimals (Kubernetes)',
};

export const METHODS: Readonly<Record<string, string>> = {
  all: 'macro: every entry of a list',
  exists: 'macro: some entry of a list',
  exists_one: 'macro: exactly one entry of a list',
  contains: 'text in a text',
  indexOf: 'position of a text in a text',
  matches: 'regular expression in the common part of RE2 and ECMAScript, a literal',
  masked: 'range without host bits (Kubernetes)',
  isLessThan: 'comparison of quantities (Kubernetes)',
  isGreaterThan: 'comparison of quantities (Kubernetes)',
};

/** Literals, classes of literals and plain groups, each repeated at most once: what RE2 and ECMAScript read alike. */
const COMMON_PATTERN =
  /^(?:[\^$|(](?![?*+{])|(?:[A-Za-z0-9_,:/ @=-]|\\[./]|\[\^?[A-Za-z0-9_.:,/+*-]+\]|\))(?:[?*+]|\{[0-9]+(?:,[0-9]*)?\})?)*$/;

/** Whether a regular expression means the same in the API server and here. */
export const isCommonPattern = (pattern: string): boolean => COMMON_PATTERN.test(pattern);

/** What a rule uses outside the subset, or null. */
export function outsideSubset(rule: string): string | null {
  return objection(parseRule(rule).ast);
}

function objection(node: ASTNode): string | null {
  if (!OPERATORS.has(node.op)) return `operator ${node.op}`;
  switch (node.op) {
    case 'value':
      return typeof node.args === 'number' ? 'a floating-point number' : null;
    case 'id':
      return null;
    case '.':
      return objection(node.args[0]);
    case 'call':
      return Object.hasOwn(FUNCTIONS, node.args[0]) ? firstObjection(node.args[1]) : `function ${node.args[0]}`;
    case 'rcall':
      return methodObjection(node.args[0], node.args[1], node.args[2]);
    case 'list':
      return firstObjection(node.args);
    case '!_':
      return objection(node.args);
    default:
      return firstObjection(node.args as ASTNode[]);
  }
}

function methodObjection(name: string, receiver: ASTNode, args: readonly ASTNode[]): string | null {
  if (!Object.hasOwn(METHODS, name)) return `method ${name}`;
  if (name === 'matches') {
    const pattern = args[0];
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return 'a regular expression that is no literal';
    if (!isCommonPattern(pattern.args)) return `regular expression ${pattern.args}`;
  }
  return firstObjection([receiver, ...args]);
}

const firstObjection = (nodes: readonly ASTNode[]): string | null => {
  for (const node of nodes) {
    const found = objection(node);
    if (found !== null) return found;
  }
  return null;
};

/** The part of docs/resources.md about it. */
export function subsetPage(): string[] {
  const line = (entries: Readonly<Record<string, string>>): string[] =>
    Object.entries(entries).map(([name, doc]) => `| \`${name}\` | ${doc} |`);
  return [
    '## The part of CEL that rules use',
    '',
    'Rules of the CRDs stay within what the API server and `relais validate` answer alike; a test refuses others. Operators:',
    `\`${['&&', '||', '!', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*'].join(' ')}\`, field access, lists, whole numbers, texts. A rule that names \`oldSelf\` is checked on updates only.`,
    '',
    '| function | what it gives |',
    '|---|---|',
    ...line(FUNCTIONS),
    ...line(METHODS),
    '',
  ];
}
