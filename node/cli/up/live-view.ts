import type { StatusAnswer } from '../node-status-request.js';
import { type EarlierCounts, feedLines, statusTable } from '../status-table.js';
import type { BotReport } from './bot-main.js';

export interface LiveViewInput {
  readonly mesh: string;
  readonly folder: string;
  readonly answers: readonly StatusAnswer[];
  readonly earlier: EarlierCounts;
  readonly hasBot: boolean;
  readonly bot: BotReport | null;
  readonly notices: readonly string[];
  readonly suggestions: readonly string[];
  readonly nowMs: number;
}

const us = (value: number): string =>
  value === 0 ? '-' : value < 1_000 ? `${value} µs` : `${(value / 1_000).toFixed(value < 10_000 ? 2 : 1)} ms`;

/** The live view of `relais up`, as lines. Pure: terminal control and colours are the caller's. */
export function liveView(input: LiveViewInput): string[] {
  return [
    `relais up: ${input.mesh}   state in ${input.folder}`,
    '',
    ...statusTable(input.answers, input.earlier, input.nowMs),
    ...feedLines(input.answers),
    '',
    ...(input.hasBot ? [...botLines(input.bot), ''] : []),
    'Try it (in another terminal, from this folder):',
    ...input.suggestions.map((line) => `  ${line}`),
    '',
    ...(input.notices.length > 0 ? ['What happened:', ...input.notices.slice(-6).map((line) => `  ${line}`), ''] : []),
    'Ctrl-C stops everything.',
  ];
}

/** One line a region: what the bot trades there, and its measured round trips. */
export function botLines(bot: BotReport | null): string[] {
  const regions = Object.entries(bot?.regions ?? {});
  if (regions.length === 0) return ['The trading bot is starting.'];
  const rows = regions.map(([region, { symbol, makerOrders, taker }]) => [
    region,
    symbol,
    String(makerOrders),
    String(taker.orders),
    String(taker.filled),
    taker.confirmUs.map(us).join(' / '),
    taker.echoUs.map(us).join(' / '),
  ]);
  const headings = ['BOT', 'TRADES', 'QUOTED', 'TAKEN', 'FILLED', 'ORDER → DURABLE  p50 / p99 / max', 'ECHO  p50 / p99 / max'];
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [headings, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
