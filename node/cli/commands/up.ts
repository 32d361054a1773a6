import type { Command } from 'commander';
import type { Region } from '../../../operator/api/index.js';
import { RelaisError, readSettings } from '../../../registry/index.js';
import { isMesh } from '../is-running.js';
import { stateOption } from '../mesh-client.js';
import { isUnreadableState, readMeshState, stateFolder } from '../mesh-state.js';
import { feedLines, statusTable } from '../status-table.js';
import { speedOf, withRecording } from '../up/feed-option.js';
import { requirePorts } from '../up/free-ports.js';
import { botLines, liveView } from '../up/live-view.js';
import { prepareMesh } from '../up/mesh-files.js';
import { type MeshPicture, MeshRunner } from '../up/mesh-runner.js';
import { findingLine } from '../validate/finding.js';
import { loadResources } from '../validate/load-files.js';

interface UpOptions {
  readonly state?: string;
  readonly feed: readonly string[];
  readonly speed: string;
  readonly bot: boolean;
}

const MAKER_ROLE = 'market-maker';
const TAKER_ROLE = 'trader';
/** On a pipe: a full picture this often. */
const PLAIN_EVERY_MS = 5_000;

export function register(program: Command): void {
  program
    .command('up')
    .description('run the regions of a mesh on this machine')
    .argument('<files...>', 'resources: files or folders')
    .addOption(stateOption())
    .option(
      '--feed <file>',
      'recording in place of a feed: FILE, or SYMBOL=FILE; may be given again',
      (file: string, before: readonly string[]) => [...before, file],
      [] as readonly string[],
    )
    .option('--speed <factor>', 'pace of the recording; 1 is its own', '1')
    .option('--no-bot', 'without the trading bot')
    .addHelpText(
      'after',
      `
Examples:
  relais up examples/france
  relais up examples/france --feed EURUSD.REF=quotes.csv.gz --speed 10
  relais up examples/france --no-bot --state /tmp/mesh`,
    )
    .action(up);
}

async function up(paths: string[], options: UpOptions): Promise<void> {
  const { resources, findings } = await loadResources(paths, readSettings(), true);
  if (findings.length > 0) throw new RelaisError('RELAIS_E_RESOURCES_INVALID', `\n${findings.map(findingLine).join('\n')}`);
  if (resources.regions.length === 0) throw new RelaisError('RELAIS_E_RESOURCES_INVALID', `${paths.join(' ')}: no Region among them`);
  const folder = stateFolder(options.state, process.env);
  await refuseSecondMesh(folder);
  const speed = speedOf(options.speed);
  await requirePorts(resources.regions);
  let mesh = await prepareMesh(resources, folder);
  for (const feed of options.feed) {
    const configurations = await withRecording(
      mesh.regions.map(({ configuration }) => configuration),
      feed,
      speed,
    );
    mesh = {
      ...mesh,
      regions: mesh.regions.map((region, at) => ({ ...region, configuration: configurations[at] ?? region.configuration })),
    };
  }
  const withRole = (role: string, preferred: string) => {
    const having = resources.partners.filter(({ spec }) => spec.roles.some((one) => one === role)).map(({ metadata }) => metadata.name);
    return having.includes(preferred) ? preferred : having[0];
  };
  const maker = withRole(MAKER_ROLE, 'maker');
  const taker = withRole(TAKER_ROLE, 'taker');
  const bot = options.bot && maker !== undefined && taker !== undefined ? { maker, taker } : null;
  const name = paths.join(' ');
  const hasBot = bot !== null;
  const show = (process.stdout.isTTY === true ? terminal : plain)({
    mesh: name,
    folder,
    hasBot,
    suggestions: suggestions(resources.regions, options.state),
    purge: `npx relais down --purge${stateWords(options.state)}`,
  });
  const runner = new MeshRunner({ name, folder, mesh, bot, changed: show.picture });
  await runner.start();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.stdout.on('error', () => resolve());
  });
  show.stopping();
  await runner.stop();
  show.stopped();
  process.exit(0);
}

async function refuseSecondMesh(folder: string): Promise<void> {
  try {
    const { pid } = await readMeshState(folder);
    if (isMesh(pid)) throw new RelaisError('RELAIS_E_MESH_RUNS', `process ${pid}, state in ${folder}`);
  } catch (error) {
    if (isUnreadableState(error) || (error instanceof RelaisError && error.code === 'RELAIS_E_NO_MESH')) return;
    throw error;
  }
}

/** How a command that is suggested finds the mesh. */
const stateWords = (state: string | undefined): string =>
  state === undefined || state === process.env.RELAIS_STATE ? '' : ` --state ${state}`;

/** What to try: with instruments that this mesh has, and so that it finds the mesh. */
function suggestions(regions: readonly Region[], state: string | undefined): string[] {
  const tradable = regions
    .map(({ spec }) => (spec.instruments ?? []).find(({ kind }) => kind === 'book'))
    .filter((one) => one !== undefined);
  const first = tradable.find(({ symbol }) => symbol === 'EURUSD') ?? tradable[0];
  const found = stateWords(state);
  const trade =
    first === undefined
      ? []
      : [
          `npx relais book ${first.symbol}${found}`,
          `npx relais submit ${first.symbol} buy ${first.lot} --type market${found}`,
          `npx relais quote ${tradable.map(({ symbol }) => symbol).join(' ')} --watch${found}`,
        ];
  return [`npx relais status --watch${found}`, ...trade, `npx relais tail${found}`];
}

interface Shown {
  readonly mesh: string;
  readonly folder: string;
  readonly hasBot: boolean;
  readonly suggestions: readonly string[];
  /** The command that removes what is kept. */
  readonly purge: string;
}

/** Redraws in place, on the terminal's alternate screen so that what stood there is there again afterwards. */
function terminal(shown: Shown) {
  process.stdout.write('\x1b[?1049h\x1b[?25l');
  let isDrawing = true;
  // Once only: leaving a screen twice moves the cursor over what was printed in between.
  const leave = (): void => {
    if (isDrawing) process.stdout.write('\x1b[?25h\x1b[?1049l');
    isDrawing = false;
  };
  process.once('exit', leave);
  return {
    picture: (picture: MeshPicture) => {
      const lines = liveView({ ...shown, ...picture });
      if (!isDrawing) return;
      // A terminal that does not know its size says 0.
      const width = process.stdout.columns || 120;
      const height = process.stdout.rows || 40;
      process.stdout.write(
        `\x1b[H${lines
          .slice(0, height - 1)
          .map((line) => `${line.slice(0, width)}\x1b[K`)
          .join('\n')}\x1b[J`,
      );
    },
    stopping: leave,
    stopped: () => console.log(`Stopped. State is kept in ${shown.folder}; \`${shown.purge}\` removes it.`),
  };
}

/** Plain lines for pipes and logs: what changed, and a picture now and then. */
function plain({ mesh, folder, hasBot, suggestions, purge }: Shown) {
  let printedMs = Number.NEGATIVE_INFINITY;
  let lastNotice: string | undefined;
  let wasComplete = false;
  let isSuggested = false;
  console.log(`relais up: ${mesh}   state in ${folder}`);
  return {
    picture: ({ answers, earlier, bot, notices, nowMs }: MeshPicture) => {
      for (const notice of notices.slice(lastNotice === undefined ? 0 : notices.lastIndexOf(lastNotice) + 1)) console.log(notice);
      lastNotice = notices.at(-1);
      const isComplete =
        answers.every((answer) => 'status' in answer && answer.status.notReadyBecause === null) &&
        (!hasBot || Object.keys(bot?.regions ?? {}).length > 0);
      if (nowMs - printedMs < PLAIN_EVERY_MS && isComplete === wasComplete) return;
      if (isComplete && !isSuggested)
        console.log(['Try it (in another terminal, from this folder):', ...suggestions.map((line) => `  ${line}`)].join('\n'));
      wasComplete = isComplete;
      isSuggested ||= isComplete;
      printedMs = nowMs;
      console.log([...statusTable(answers, earlier, nowMs), ...feedLines(answers), ...(hasBot ? botLines(bot) : []), ''].join('\n'));
    },
    stopping: () => console.log('stopping'),
    stopped: () => console.log(`stopped; state is kept in ${folder}; \`${purge}\` removes it`),
  };
}
