import { type Command, Option } from 'commander';
import type { OrderRequest } from '../../client/index.js';
import { EXECUTION_COLUMNS, printedExecution } from '../execution-output.js';
import { addMeshOptions, type MeshOptions, TRADES_AND_LOOKS, withClientWhere } from '../mesh-client.js';
import { addOutput, formatOne, type OutputFormat } from '../output.js';

interface SubmitOptions extends MeshOptions {
  readonly price?: string;
  readonly stopPrice?: string;
  readonly type?: NonNullable<OrderRequest['type']>;
  readonly timeInForce?: NonNullable<OrderRequest['timeInForce']>;
  readonly selfTrade?: NonNullable<OrderRequest['selfTrade']>;
  readonly postOnly?: boolean;
  readonly clientOrderId?: string;
  readonly wait: 'confirmed' | 'done';
  readonly output: OutputFormat;
}

const EXAMPLES = `
Examples:
  relais submit EURUSD buy 1000 --price 1.08345
  relais submit EURUSD sell 500 --type market
  relais submit EURUSD buy 1000 --price 1.08345 --time-in-force ioc --wait done
  relais submit EURUSD sell 1000 --stop-price 1.07000 -o json`;

export function register(program: Command): void {
  const command = program
    .command('submit')
    .description('enter an order and print its durable result')
    .argument('<instrument>', 'symbol, or region/symbol')
    .argument('<side>', 'buy or sell')
    .argument('<quantity>', 'decimal number')
    .option('--price <decimal>', 'limit price')
    .option('--stop-price <decimal>', 'trigger price of a stop order')
    .addOption(
      new Option('--type <type>', 'order type (default: follows from the prices)').choices(['limit', 'market', 'stop', 'stopLimit']),
    )
    .addOption(new Option('--time-in-force <time>', 'how long it stays (default: day)').choices(['day', 'gtc', 'ioc', 'fok']))
    .addOption(
      new Option('--self-trade <policy>', 'when it would meet an own order').choices(['cancelResting', 'cancelIncoming', 'cancelBoth']),
    )
    .option('--post-only', 'rest in the book or be rejected')
    .option('--client-order-id <id>', 'id of your own (default: a new one)')
    .addOption(
      new Option('--wait <until>', 'the first result, or the end of the order').choices(['confirmed', 'done']).default('confirmed'),
    )
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(submit);
}

async function submit(instrument: string, side: string, quantity: string, options: SubmitOptions): Promise<void> {
  await withClientWhere(instrument, options, TRADES_AND_LOOKS, async (relais) => {
    const order = relais.submit({ ...given(options), instrument, side: side as OrderRequest['side'], quantity });
    const confirmed = await order.confirmed;
    const execution = options.wait === 'done' ? await order.done : (order.last ?? confirmed);
    process.stdout.write(formatOne(printedExecution(execution), EXECUTION_COLUMNS, options.output));
  });
}

/** The options that were given, under the names of the request. */
function given(options: SubmitOptions): Partial<OrderRequest> {
  const { price, stopPrice, type, timeInForce, selfTrade, postOnly, clientOrderId } = options;
  const request = { price, stopPrice, type, timeInForce, selfTrade, postOnly, clientOrderId };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
