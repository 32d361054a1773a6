/** Runs a prepared mesh: one process a region, the bot, the key authority's passes, and a picture of it all for whoever shows it. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeMeshState, writeMeshState } from '../mesh-state.js';
import { requestStatus, type StatusAnswer } from '../node-status-request.js';
import { countsOf, type EarlierCounts } from '../status-table.js';
import type { BotReport } from './bot-main.js';
import { KeptProcess } from './kept-process.js';
import { KeyAuthority } from './key-authority.js';
import type { PreparedMesh } from './mesh-files.js';

const STATUS_EVERY_MS = 1_000;
/** While regions are still starting, look more often. */
const STARTING_EVERY_MS = 150;
const STOP_GRACE_MS = 10_000;
const NOTICES_MAX = 100;

export interface MeshRunnerOptions {
  readonly name: string;
  readonly folder: string;
  readonly mesh: PreparedMesh;
  /** Partners that the bot trades as; null runs no bot. */
  readonly bot: { readonly maker: string; readonly taker: string } | null;
  readonly changed: (picture: MeshPicture) => void;
}

export interface MeshPicture {
  readonly answers: readonly StatusAnswer[];
  readonly earlier: EarlierCounts;
  readonly bot: BotReport | null;
  readonly notices: readonly string[];
  readonly nowMs: number;
}

/** A program of the package, next to this file in dist/ or in the sources. */
const programPath = (relative: string): string => {
  const here = fileURLToPath(import.meta.url);
  return join(dirname(here), relative.replace(/\.js$/, here.endsWith('.ts') ? '.ts' : '.js'));
};

export class MeshRunner {
  readonly #options: MeshRunnerOptions;
  readonly #authority: KeyAuthority;
  readonly #processes: KeptProcess[] = [];
  readonly #notices: string[] = [];
  readonly #haveAnswered = new Set<string>();
  #earlier: EarlierCounts = new Map();
  #bot: BotReport | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #passing: Promise<void> = Promise.resolve();

  constructor(options: MeshRunnerOptions) {
    this.#options = options;
    this.#authority = new KeyAuthority(options.mesh, (text) => this.#note(text));
  }

  async start(): Promise<void> {
    const { mesh, name, folder, bot } = this.#options;
    await this.#authority.pass([], Date.now());
    for (const region of mesh.regions) {
      await writeFile(region.configurationPath, `${JSON.stringify(region.configuration, null, 2)}\n`, { mode: 0o600 });
      this.#keep(
        region.name,
        programPath('../../server/main.js'),
        [region.configurationPath, region.secretsPath, region.dataFolder],
        region.logFile,
      );
    }
    await writeMeshState(folder, { name, regions: mesh.meshRegions, credentials: mesh.credentials, pid: process.pid });
    if (bot !== null) {
      this.#keep('bot', programPath('bot-main.js'), [folder, bot.maker, bot.taker], join(folder, 'logs', 'bot.log'), (value) => {
        this.#bot = value as BotReport;
      });
    }
    this.#look();
  }

  /** Bot first, so that its orders are cancelled in an orderly way, then the regions. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#passing;
    const bot = this.#processes.filter(({ name }) => name === 'bot');
    await Promise.all(bot.map((child) => child.stop(STOP_GRACE_MS)));
    await Promise.all(this.#processes.filter((child) => !bot.includes(child)).map((child) => child.stop(STOP_GRACE_MS)));
    await removeMeshState(this.#options.folder);
  }

  #keep(name: string, program: string, args: readonly string[], logFile: string, message?: (value: unknown) => void): void {
    this.#processes.push(
      new KeptProcess({
        name,
        program: process.execPath,
        args: [...process.execArgv, program, ...args],
        logFile,
        ended: (who, how) => this.#note(`${who} ended (${how}) and is started again`),
        ...(message === undefined ? {} : { message }),
      }),
    );
  }

  #note(text: string): void {
    this.#notices.push(`${new Date().toTimeString().slice(0, 8)} ${text}`);
    if (this.#notices.length > NOTICES_MAX) this.#notices.shift();
  }

  #look(): void {
    this.#passing = this.#lookOnce().catch((error: unknown) => this.#note(error instanceof Error ? error.message : String(error)));
  }

  /** A region that has not answered yet is starting: that no one listens there is no news. */
  #asSeen(answer: StatusAnswer): StatusAnswer {
    if ('status' in answer) this.#haveAnswered.add(answer.region.name);
    return 'status' in answer || this.#haveAnswered.has(answer.region.name) ? answer : { region: answer.region, failure: 'starting' };
  }

  async #lookOnce(): Promise<void> {
    const answers = (await requestStatus(this.#options.mesh.meshRegions)).map((answer) => this.#asSeen(answer));
    await this.#authority.pass(answers, Date.now());
    const nowMs = performance.now();
    this.#options.changed({ answers, earlier: this.#earlier, bot: this.#bot, notices: this.#notices, nowMs });
    const isStarting = answers.some((answer) => 'failure' in answer);
    if (!isStarting) this.#earlier = countsOf(answers, nowMs);
    if (!this.#isStopping) this.#timer = setTimeout(() => this.#look(), isStarting ? STARTING_EVERY_MS : STATUS_EVERY_MS);
  }
}
