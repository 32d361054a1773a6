import type { StatusAnswer } from './node-status-request.js';

const HEADINGS = [
  'REGION',
  'STATE',
  'EPOCH',
  'COMMITTED',
  'PARTNERS',
  'LINKS',
  'COMMANDS',
  'REFUSED',
  'EXECUTIONS',
  'QUOTES/S',
  'REMOTE/S',
  'KEY',
  'UPTIME',
];

/** Counts of an earlier answer, to show rates; empty at first. */
export type EarlierCounts = ReadonlyMap<
  string,
  { readonly marketMessages: number; readonly remoteMessages: number; readonly atMs: number }
>;

export function countsOf(answers: readonly StatusAnswer[], atMs: number): EarlierCounts {
  return new Map(
    answers.flatMap((a) =>
      'status' in a
        ? [[a.region.name, { marketMessages: a.status.marketMessages, remoteMessages: a.status.remoteMessages, atMs }] as const]
        : [],
    ),
  );
}

/** The table of `relais status` and of the live view: one line a region. Rates need an earlier answer, else they show a dash. */
export function statusTable(answers: readonly StatusAnswer[], earlier: EarlierCounts, nowMs: number): string[] {
  const rows = answers.map((answer) => rowOf(answer, earlier, nowMs));
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [HEADINGS, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Below the table: feeds that play a recording, and any that has ended, with the reason. */
export function feedLines(answers: readonly StatusAnswer[]): string[] {
  return answers.flatMap((answer) => {
    if (!('status' in answer)) return [];
    return answer.status.feeds
      .filter(({ source, endedBecause }) => endedBecause !== null || !source.startsWith('generator'))
      .map(({ symbol, source, endedBecause }) => {
        const name = `${answer.region.name}/${symbol}`;
        return endedBecause === null ? `${name}: ${source}` : `${name} has no feed: ${source} has ended, ${endedBecause}`;
      });
  });
}

function rowOf(answer: StatusAnswer, earlier: EarlierCounts, nowMs: number): string[] {
  if ('failure' in answer) return [answer.region.name, answer.failure, ...Array<string>(HEADINGS.length - 2).fill('-')];
  const { status } = answer;
  const before = earlier.get(answer.region.name);
  const rate = (now: number, then: number | undefined) =>
    before === undefined || then === undefined || nowMs <= before.atMs
      ? '-'
      : String(Math.max(0, Math.round(((now - then) * 1000) / (nowMs - before.atMs))));
  return [
    status.region,
    status.notReadyBecause === null ? 'serving' : status.notReadyBecause,
    String(status.epoch),
    String(status.committedSeq),
    String(status.sessions.partners.length),
    `${status.links.filter((l) => l.isUp).length}/${status.links.length}`,
    String(status.commands.accepted),
    String(status.commands.refused),
    String(status.executions),
    rate(status.marketMessages, before?.marketMessages),
    rate(status.remoteMessages, before?.remoteMessages),
    `${status.transportKeys.active}`,
    duration(status.uptimeS),
  ];
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${Math.floor(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m`;
}
