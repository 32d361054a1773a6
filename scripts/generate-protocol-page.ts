/**
 * The sections of docs/protocol.md that come from running code and registries: wire numbers of errors, constants, the worked example; and
 * the golden vectors of a session, which are the same run. With --check only says whether they are up to date.
 */
import { readFile } from 'node:fs/promises';
import { workedExample } from '../node/session/testing/worked-example.js';
import { ERRORS, type ErrorEntry } from '../registry/index.js';
import { writeOrCheck } from './write-or-check.js';

const PAGE = 'docs/protocol.md';
const GOLDEN = 'node/session/golden/session.json';

const example = workedExample();

function section(page: string, name: string, lines: readonly string[]): string {
  const begin = `<!-- generated:${name} -->`;
  const end = `<!-- /generated:${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return page;
  return `${page.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${page.slice(to)}`;
}

function errorLines(): string[] {
  const entries: [string, ErrorEntry][] = Object.entries(ERRORS);
  const seen = entries.filter(([, { wire }]) => wire !== undefined).sort(([, a], [, b]) => (a.wire ?? 0) - (b.wire ?? 0));
  return ['| number | code | meaning |', '|--:|---|---|', ...seen.map(([code, { wire, text }]) => `| ${wire} | \`${code}\` | ${text} |`)];
}

const wrapped = (text: string): string[] => text.match(/.{1,64}/g) ?? [];

function exampleLines(): string[] {
  const table = (rows: Readonly<Record<string, string>>) => Object.entries(rows).map(([name, value]) => `    ${name.padEnd(34)} ${value}`);
  const lines = ['Given:', '', ...table(example.inputs), '', 'follow:', '', ...table(example.results)];
  example.steps.forEach(({ title, from, bytes, body }, index) => {
    lines.push('', `${index + 1}. ${title} (${from}, ${bytes.length / 2} bytes)`, '', ...wrapped(bytes).map((line) => `        ${line}`));
    if (body !== '') lines.push('', '    opened:', '', ...wrapped(body).map((line) => `        ${line}`));
  });
  return lines;
}

const present = await readFile(PAGE, 'utf8').catch(() => '');
const page = section(section(present, 'errors', errorLines()), 'example', exampleLines());
await writeOrCheck([
  { path: GOLDEN, text: `${JSON.stringify(example, null, 2)}\n` },
  { path: PAGE, text: page },
]);
