import { type Command, Option } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import type { Relais, Trade, TradeGap, TransactionPosition } from '../../client/index.js';
import { executionLine, printedExecution } from '../execution-output.js';
import { addMeshOptions, type MeshOptions, type Wish, withClient } from '../mesh-client.js';
import { addOutput, formatLive, isoTime, type OutputFormat } from '../output.js';

interface TailOptions extends MeshOptions {
  readonly only?: 'trades' | 'executions';
  readonly from: string;
  readonly count?: string;
  readonly output: OutputFormat;
}

const SEES_TRADES: readonly Wish[] = [['Trades']];
const SEES_EXECUTIONS: readonly Wish[] = [['AllExecutions', 'Trades'], ['OwnExecutions', 'Trades'], ['OwnExecutions'], ['Trades']];

const EXAMPLES = `
Examples:
  relais tail                               trades and executions, as they happen
  relais tail EURUSD --only trades
  relais tail --only executions --from start
  relais tail --only executions --from 1:4711 -o json   after epoch 1, sequence 4711`;

export function register(program: Command): void {
  const command = program
    .command('tail')
    .description('trades and executions, live; executions from any position')
    .argument('[instruments...]', 'trades of these only (default: all that can be seen)')
    .addOption(new Option('--only <what>', 'one of the two').choices(['trades', 'executions']))
    .option('--from <position>', 'executions: live, start, or EPOCH:SEQ', 'live')
    .option('--count <n>', 'end after so many lines')
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(tail);
}

async function tail(instruments: string[], options: TailOptions): Promise<void> {
  const from = positionOf(options.from);
  const left = { lines: options.count === undefined ? Number.POSITIVE_INFINITY : Number(options.count) };
  if (!(left.lines >= 1)) throw new RelaisError('RELAIS_E_USAGE', `--count ${options.count}`);
  const wishes = options.only === 'trades' ? SEES_TRADES : SEES_EXECUTIONS;
  await withClient(options, wishes, async (relais) => {
    const print = (record: object, line: string): void => {
      if (left.lines <= 0) return;
      process.stdout.write(formatLive(record, line, options.output));
      left.lines -= 1;
      if (left.lines <= 0) void relais.close();
    };
    const both = [];
    if (options.only !== 'executions' && mayOrSay(relais, 'Trades')) both.push(tailTrades(relais, instruments, print));
    if (options.only !== 'trades') both.push(tailExecutions(relais, from, print));
    await Promise.all(both);
  });
}

async function tailTrades(relais: Relais, given: string[], print: (record: object, line: string) => void): Promise<void> {
  const all = relais.instruments().map((instrument) => `${instrument.region}/${instrument.symbol}`);
  for await (const event of relais.trades(given.length > 0 ? given : all)) {
    const printed = event.type === 'trade' ? printedTrade(event) : printedGap(event);
    print(printed.record, printed.line);
  }
}

async function tailExecutions(
  relais: Relais,
  from: 'live' | 'start' | TransactionPosition,
  print: (record: object, line: string) => void,
): Promise<void> {
  const scope = relais.may('AllExecutions') ? 'all' : 'own';
  if (scope === 'own' && !mayOrSay(relais, 'OwnExecutions')) return;
  for await (const execution of relais.executions({ scope, from })) {
    const printed = printedExecution(execution);
    print({ kind: 'execution', ...printed }, executionLine(printed));
  }
}

function printedTrade(trade: Trade): { record: object; line: string } {
  const { instrument } = trade;
  const time = isoTime(trade.eventTimeUs);
  const price = instrument.formatPrice(trade.price);
  const quantity = instrument.formatQuantity(trade.quantity);
  const side = trade.aggressorSide ?? '';
  const names = { instrument: instrument.symbol, region: instrument.region };
  return {
    record: { kind: 'trade', time, ...names, price, quantity, aggressorSide: side, tradeId: trade.tradeId, updateSeq: trade.updateSeq },
    line: `${time}  ${instrument.region}/${instrument.symbol}  trade     ${side.padEnd(4)} ${quantity} at ${price}`,
  };
}

function printedGap(gap: TradeGap): { record: object; line: string } {
  const { instrument, missed, reason } = gap;
  const many = missed === undefined ? 'an unknown number of' : String(missed);
  return {
    record: { kind: 'gap', instrument: instrument.symbol, region: instrument.region, missed, reason },
    line: `${instrument.region}/${instrument.symbol}  ${many} trades are missing here (${reason})`,
  };
}

function mayOrSay(relais: Relais, permission: 'Trades' | 'OwnExecutions'): boolean {
  if (relais.may(permission)) return true;
  process.stderr.write(`This partner may not see ${permission === 'Trades' ? 'public trades' : 'executions'}; --as names another.\n`);
  return false;
}

function positionOf(text: string): 'live' | 'start' | TransactionPosition {
  if (text === 'live' || text === 'start') return text;
  const match = /^(\d{1,10}):(\d{1,16})$/.exec(text);
  if (match === null) throw new RelaisError('RELAIS_E_USAGE', `--from ${text}: live, start, or EPOCH:SEQ`);
  return { epoch: Number(match[1]), seq: Number(match[2]) };
}
