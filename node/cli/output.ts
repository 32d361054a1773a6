/**
 * What commands print: tables for people, JSON and YAML for programs, as kubectl does with -o. One record of a live command is one line of
 * JSON, or one YAML document.
 */
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';

export type OutputFormat = 'table' | 'json' | 'yaml';
export type Cell = string | number | boolean | undefined;
export type Row = Readonly<Record<string, unknown>>;

/** Heading → what stands below it. */
export type Columns<T> = Readonly<Record<string, (record: T) => Cell>>;

export const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how to print').choices(['table', 'json', 'yaml']).default('table');

export const addOutput = (command: Command): Command => command.addOption(outputOption());

/** Lines of a table: headings in capitals, columns as wide as their widest cell, no trailing blanks. */
export function tableLines<T>(records: readonly T[], columns: Columns<T>): string[] {
  const headings = Object.keys(columns);
  const rows = records.map((record) => Object.values(columns).map((cell) => String(cell(record) ?? '')));
  const widths = headings.map((heading, n) => Math.max(heading.length, ...rows.map((row) => row[n]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('   ')
      .trimEnd();
  return [line(headings.map((heading) => heading.toUpperCase())), ...rows.map(line)];
}

/** A list, whole. */
export function formatList<T extends object>(records: readonly T[], columns: Columns<T>, format: OutputFormat): string {
  if (format === 'json') return `${JSON.stringify(records, null, 2)}\n`;
  if (format === 'yaml') return stringify(records);
  return `${tableLines(records, columns).join('\n')}\n`;
}

/** A single thing. */
export function formatOne<T extends object>(record: T, columns: Columns<T>, format: OutputFormat): string {
  if (format === 'json') return `${JSON.stringify(record, null, 2)}\n`;
  if (format === 'yaml') return stringify(record);
  return `${tableLines([record], columns).join('\n')}\n`;
}

/** One record of a stream that may never end. `line` is what people see. */
export function formatLive(record: object, line: string, format: OutputFormat): string {
  if (format === 'json') return `${JSON.stringify(record)}\n`;
  if (format === 'yaml') return `---\n${stringify(record)}`;
  return `${line}\n`;
}

/** µs since the Unix epoch → ISO 8601 with all its digits. */
export function isoTime(us: number): string {
  const iso = new Date(Math.floor(us / 1_000)).toISOString();
  return `${iso.slice(0, -1)}${String(us % 1_000).padStart(3, '0')}Z`;
}
