#!/usr/bin/env node
/** The `relais` command: reads the command line, runs one command, maps coded errors to exit codes. */
import { readdirSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { RelaisError } from '../../registry/index.js';
import { EXIT } from './exit-codes.js';

interface CommandModule {
  register(program: Command): void;
}

const program = new Command('relais')
  .description('Regional servers of a trading firm: start them, look at them, trade on them.')
  .showHelpAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit codes: ${Object.entries(EXIT)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}.

Examples:
  relais up examples/france          three regions, market data and a trading bot on this machine
  relais status --watch              what is going on
  relais submit EURUSD buy 1000 --price 1.0850
  relais book EURUSD                 live order book`,
  );

// Whoever read our output is gone (`| head`): that is an order to stop, no failure. A command that has something to close listens as well and
// ends in its own time.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    if (stream.listenerCount('error') === 1) process.exit();
  });
}

const folder = new URL('./commands/', import.meta.url);
for (const name of readdirSync(folder).toSorted()) {
  if (!/^[a-z-]+\.(js|ts)$/.test(name) || name.endsWith('.d.ts')) continue;
  const module = (await import(new URL(name, folder).href)) as CommandModule;
  module.register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof RelaisError) {
    process.stderr.write(`${printable(error.message)}\n`);
    return error.code === 'RELAIS_E_USAGE' ? EXIT.usage : EXIT.failed;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.defect;
}

/** Details quote what came from files and peers: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\u{fffd}');
}
