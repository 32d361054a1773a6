/** Writes docs/errors.md and docs/configuration.md from the two registries; with --check only says whether they are up to date. */
import { ERRORS, type ErrorEntry, SETTINGS, type SettingEntry } from '../registry/index.js';
import { writeOrCheck } from './write-or-check.js';

const cell = (text: string | number | boolean | undefined): string => String(text ?? '').replaceAll('|', '\\|');

function errorsPage(): string {
  const rows = (Object.entries(ERRORS) as [string, ErrorEntry][])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, entry]) => `| \`${code}\` | ${cell(entry.wire)} | ${cell(entry.text)} | ${cell(entry.remedy)} |`);
  return [
    '# Coded errors',
    '',
    'Generated from `registry/errors/` by `npm run generate`. The wire number is what protocol messages carry; errors without one never leave the process.',
    '',
    '| code | wire | what happened | what to do |',
    '|---|--:|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function configurationPage(): string {
  const rows = (Object.entries(SETTINGS) as [string, SettingEntry][])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, s]) => {
      const limits = s.min === undefined && s.max === undefined ? '' : `${s.min ?? '−∞'} to ${s.max ?? '∞'}`;
      return `| \`${name}\` | ${s.type} | ${cell(s.unit)} | \`${cell(s.default)}\` | ${limits} | ${cell(s.doc)} |`;
    });
  return [
    '# Configuration',
    '',
    'Generated from `registry/settings/` by `npm run generate`. Settings are given under `spec.settings` of a Region.',
    '',
    '| setting | type | unit | default | limits | meaning |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

await writeOrCheck([
  { path: 'docs/errors.md', text: errorsPage() },
  { path: 'docs/configuration.md', text: configurationPage() },
]);
