/** How commands reach a region: credentials and region from the options, or from the mesh that runs on this machine. */
import { type Command, Option } from 'commander';
import { RelaisError } from '../../registry/index.js';
import { connect, type Relais } from '../client/index.js';
import { type MeshRegion, readMeshState, stateFolder } from './mesh-state.js';
import { requestStatus } from './node-status-request.js';

export interface MeshOptions {
  readonly state?: string;
  readonly region?: string;
  readonly as?: string;
  readonly credentials?: string;
}

/** What the partner of a command should be allowed, all of it. The first wish that some partner of the mesh fulfils decides. */
export type Wish = readonly Parameters<Relais['may']>[0][];

/** For commands that trade: a person's account rather than a bot's, whose orders go when it disconnects. */
export const TRADES_AND_LOOKS: readonly Wish[] = [['EnterOrders', 'Quotes', 'Trades', 'Book'], ['EnterOrders']];
export const LOOKS: readonly Wish[] = [['Quotes', 'Trades', 'Book'], ['Quotes'], ['Book']];

export const stateOption = (): Option => new Option('--state <folder>', 'state folder of the mesh').env('RELAIS_STATE');

export function addMeshOptions(command: Command): Command {
  return command
    .addOption(stateOption())
    .option('--region <name>', 'region to connect to (default: the one that trades the instrument, else the first that serves)')
    .option('--as <partner>', 'partner to connect as (default: the first one whose roles allow it)')
    .option('--credentials <file>', 'credentials file, for a region that does not run on this machine');
}

/**
 * Errors: RELAIS_E_NO_MESH, RELAIS_E_MESH_STATE, RELAIS_E_USAGE for a partner or region that the mesh does not have, and those of connect().
 */
export async function connectToMesh(options: MeshOptions, wishes: readonly Wish[]): Promise<Relais> {
  if (options.credentials !== undefined) {
    return connect({ credentials: options.credentials, ...(options.region === undefined ? {} : { region: options.region }) });
  }
  const mesh = await readMeshState(stateFolder(options.state, process.env));
  const region = options.region ?? (await anyServing(mesh.regions));
  if (region === undefined || !mesh.regions.some((one) => one.name === region)) {
    throw new RelaisError('RELAIS_E_USAGE', `region ${region ?? ''}: the mesh has ${mesh.regions.map((one) => one.name).join(', ')}`);
  }
  const partners = Object.entries(mesh.credentials).filter(([name]) => options.as === undefined || name === options.as);
  const [first, ...others] = partners;
  if (first === undefined) {
    throw new RelaisError('RELAIS_E_USAGE', `partner ${options.as ?? ''}: the mesh has ${Object.keys(mesh.credentials).join(', ')}`);
  }
  let best = await connect({ credentials: first[1], region });
  for (const [, credentials] of others) {
    if (rank(best, wishes) === 0) break;
    const next = await connect({ credentials, region });
    const [keep, drop] = rank(next, wishes) < rank(best, wishes) ? [next, best] : [best, next];
    await drop.close();
    best = keep;
  }
  return best;
}

/** The first region that serves, so that commands go on when another is away; the first of all when none says so. */
async function anyServing(regions: readonly MeshRegion[]): Promise<string | undefined> {
  if (regions.length < 2) return regions[0]?.name;
  const answers = await requestStatus(regions);
  return (answers.find((answer) => 'status' in answer) ?? answers[0])?.region.name;
}

/** 0: fulfils the first wish. */
function rank(relais: Relais, wishes: readonly Wish[]): number {
  const at = wishes.findIndex((wish) => wish.every((permission) => relais.may(permission)));
  return at === -1 ? wishes.length : at;
}

/** Like withClient, in the region that trades the instrument, unless the command line names one. */
export async function withClientWhere(name: string, options: MeshOptions, wishes: readonly Wish[], work: Work): Promise<void> {
  let tradedIn: string | undefined;
  if (options.region === undefined && options.credentials === undefined) {
    await using anywhere = await connectToMesh(options, wishes);
    const { tradable, region } = anywhere.instrument(name);
    if (!tradable) tradedIn = region;
  }
  await withClient(tradedIn === undefined ? options : { ...options, region: tradedIn }, wishes, work);
}

type Work = (relais: Relais) => Promise<void>;

/** Runs `work` on a connection and closes it, also on Ctrl-C (which ends the command in order). */
export async function withClient(options: MeshOptions, wishes: readonly Wish[], work: Work): Promise<void> {
  const relais = await connectToMesh(options, wishes);
  const stop = (): void => void relais.close();
  let isLost = false;
  const silence = relais.onEvent((event) => {
    if (event.type !== 'state') return;
    const { state } = event;
    // What was printed before is old from now on: a person must see that, a program reads only standard output.
    if (state.phase === 'reconnecting' && !isLost) process.stderr.write(`Connection lost (${state.failure.code}); connecting again.\n`);
    if (state.phase === 'connected' && isLost) process.stderr.write('Connected again.\n');
    isLost = state.phase === 'reconnecting';
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Whoever read our output is gone (`| head`): that is an order to stop, no failure.
  process.stdout.on('error', stop);
  try {
    await work(relais);
  } finally {
    silence();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await relais.close();
    process.stdout.off('error', stop);
  }
}
