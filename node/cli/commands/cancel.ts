import { type Command, Option } from 'commander';
import { RelaisError } from '../../../registry/index.js';
import type { CommandHandle, MassCancelRequest, Relais } from '../../client/index.js';
import { EXECUTION_COLUMNS, printedExecution } from '../execution-output.js';
import { addMeshOptions, type MeshOptions, TRADES_AND_LOOKS, withClient } from '../mesh-client.js';
import { addOutput, formatOne, type OutputFormat } from '../output.js';

interface CancelOptions extends MeshOptions {
  readonly all?: boolean;
  readonly instrument?: string;
  readonly side?: 'buy' | 'sell';
  readonly output: OutputFormat;
}

const EXAMPLES = `
Examples:
  relais cancel k3Jd9-1                        one order, by its client order id
  relais cancel --all                          every open order of this partner
  relais cancel --all --instrument EURUSD --side buy`;

export function register(program: Command): void {
  const command = program
    .command('cancel')
    .description('cancel an order, or all open orders')
    .argument('[client-order-id]', 'of the order')
    .option('--all', 'all open orders of this partner')
    .option('--instrument <symbol>', 'with --all: only this instrument; else saves looking the order up')
    .addOption(new Option('--side <side>', 'with --all: only this side').choices(['buy', 'sell']))
    .addHelpText('after', EXAMPLES);
  addOutput(addMeshOptions(command)).action(cancel);
}

async function cancel(clientOrderId: string | undefined, options: CancelOptions): Promise<void> {
  if ((clientOrderId === undefined) !== (options.all === true)) {
    throw new RelaisError('RELAIS_E_USAGE', 'name one client order id, or --all');
  }
  await withClient(options, TRADES_AND_LOOKS, async (relais) => {
    const command =
      clientOrderId === undefined ? relais.massCancel(which(options)) : await cancelOne(relais, clientOrderId, options.instrument);
    process.stdout.write(formatOne(printedExecution(await command.confirmed), EXECUTION_COLUMNS, options.output));
  });
}

function which({ instrument, side }: CancelOptions): MassCancelRequest {
  return { ...(instrument === undefined ? {} : { instrument }), ...(side === undefined ? {} : { side }) };
}

async function cancelOne(relais: Relais, clientOrderId: string, given: string | undefined): Promise<CommandHandle> {
  if (given !== undefined) return relais.cancel({ instrument: given, clientOrderId });
  const { instrument, instrumentId } = await relais.orderStatus(clientOrderId);
  if (instrument === undefined) throw new RelaisError('RELAIS_E_UNKNOWN_SYMBOL', `instrument ${instrumentId}`);
  return relais.cancel({ instrument: `${instrument.region}/${instrument.symbol}`, clientOrderId });
}
