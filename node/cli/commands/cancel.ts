import { type Command, Option } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import type { MassCancelRequest, Relais } from '../../client/index.js';
import { EXECUTION_COLUMNS, MASS_CANCEL_COLUMNS, printedExecution } from '../execution-output.js';
import { addMeshOptions, type MeshOptions, TRADES_AND_LOOKS, withClient, withClientWhere } from '../mesh-client.js';
import { addOutput, formatOne, type OutputFormat } from '../output.js';

interface CancelOptions extends MeshOptions {
  readonly all?: boolean;
  readonly instrument?: string;
  readonly side?: 'buy' | 'sell';
  readonly output: OutputFormat;
}

const EXAMPLES = `
Examples:
  relais cancel k3jd9-1 --region paris         one order, by its client order id
  relais cancel k3jd9-1 --instrument EURUSD    the same, in the region that trades it
  relais cancel --all --region paris           every open order of this partner there
  relais cancel --all --instrument EURUSD --side buy`;

export function register(program: Command): void {
  const command = program
    .command('cancel')
    .description('cancel an order, or all open orders')
    .argument('[client-order-id]', 'of the order')
    .option('--all', 'all open orders of this partner')
    .option('--instrument <symbol>', 'with --all: only this instrument; else the one of the order')
    .addOption(new Option('--side <side>', 'with --all: only this side').choices(['buy', 'sell']))
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(cancel);
}

async function cancel(clientOrderId: string | undefined, options: CancelOptions): Promise<void> {
  if ((clientOrderId === undefined) !== (options.all === true)) {
    throw new RelaisError('RELAIS_E_USAGE', 'name one client order id, or --all');
  }
  const work = (relais: Relais) => (clientOrderId === undefined ? cancelAll(relais, options) : cancelOne(relais, clientOrderId, options));
  if (options.instrument === undefined) await withClient(options, TRADES_AND_LOOKS, work);
  else await withClientWhere(options.instrument, options, TRADES_AND_LOOKS, work);
}

async function cancelAll(relais: Relais, options: CancelOptions): Promise<void> {
  const confirmed = await relais.massCancel(which(options)).confirmed;
  process.stdout.write(formatOne(printedExecution(confirmed), MASS_CANCEL_COLUMNS, options.output));
}

async function cancelOne(relais: Relais, clientOrderId: string, options: CancelOptions): Promise<void> {
  const instrument = options.instrument ?? (await instrumentOf(relais, clientOrderId));
  const confirmed = await relais.cancel({ instrument, clientOrderId }).confirmed;
  process.stdout.write(formatOne(printedExecution(confirmed), EXECUTION_COLUMNS, options.output));
}

async function instrumentOf(relais: Relais, clientOrderId: string): Promise<string> {
  const { instrument, instrumentId } = await relais.orderStatus(clientOrderId);
  if (instrument === undefined) throw new RelaisError('RELAIS_E_UNKNOWN_SYMBOL', `instrument ${instrumentId}`);
  return `${instrument.region}/${instrument.symbol}`;
}

function which({ instrument, side }: CancelOptions): MassCancelRequest {
  return { ...(instrument === undefined ? {} : { instrument }), ...(side === undefined ? {} : { side }) };
}
