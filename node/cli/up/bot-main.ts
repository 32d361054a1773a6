/**
 * The trading bot of the demonstration, a process of its own: `node bot-main.js STATE_FOLDER MAKER TAKER`.
 * In every region it quotes around the reference of each tradable instrument that has one (SYMBOL.REF), takes now and then, and tells its
 * parent every second what it measured.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Relais } from '../../client/index.js';
import { readMeshState } from '../mesh-state.js';
import { MarketMaker } from './market-maker.js';
import { Taker, type TakerFigures } from './taker.js';

export interface BotReport {
  readonly regions: Readonly<Record<string, { readonly symbol: string; readonly makerOrders: number; readonly taker: TakerFigures }>>;
}

const [folder = '', makerName = '', takerName = ''] = process.argv.slice(2);
const mesh = await readMeshState(folder);
const makerFile = mesh.credentials[makerName];
const takerFile = mesh.credentials[takerName];
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

const parties: { region: string; symbol: string; maker: MarketMaker; taker: Taker }[] = [];
const clients: Relais[] = [];

async function tradeIn(region: string): Promise<void> {
  if (makerFile === undefined || takerFile === undefined) return;
  const maker = await persistently(() => connect({ credentials: makerFile, region }));
  const taker = await persistently(() => connect({ credentials: takerFile, region }));
  clients.push(maker, taker);
  const all = maker.instruments();
  void watchOtherRegions(taker, region);
  for (const instrument of all) {
    const reference = all.find((other) => other.region === region && other.symbol === `${instrument.symbol}.REF`);
    if (!instrument.tradable || reference === undefined) continue;
    const party = {
      region,
      symbol: instrument.symbol,
      maker: new MarketMaker({
        relais: maker,
        symbol: instrument.symbol,
        referenceSymbol: reference.symbol,
        levels: 5,
        lotsALevel: 10,
        stepTicks: 2,
        requoteEveryMs: 100,
      }),
      taker: new Taker({ relais: taker, symbol: instrument.symbol, everyMs: 250, random: Math.random }),
    };
    parties.push(party);
    void party.maker.run(stop.signal);
    void party.taker.run(stop.signal);
  }
}

/** Reads the quotes of all other regions here, so that they flow over the links; learns of regions that come up later. */
async function watchOtherRegions(client: Relais, region: string): Promise<void> {
  const foreign = () => client.instruments().filter((instrument) => instrument.region !== region);
  const others = mesh.regions.length - 1;
  while (new Set(foreign().map((instrument) => instrument.region)).size < others && !stop.signal.aborted) {
    await sleep(500);
    await client.reloadInstruments().catch(() => undefined);
  }
  const names = foreign().map((instrument) => `${instrument.region}/${instrument.symbol}`);
  for await (const _ of client.quotes(names)) if (stop.signal.aborted) return;
}

/** A region may still be starting: try until it answers or we are stopped. */
async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (stop.signal.aborted) process.exit(0);
      console.error(String(error));
      await sleep(500);
    }
  }
}

function report(): void {
  const regions: Record<string, BotReport['regions'][string]> = {};
  for (const { region, symbol, maker, taker } of parties) regions[region] ??= { symbol, makerOrders: maker.quoted, taker: taker.figures };
  process.send?.({ regions } satisfies BotReport);
}

setInterval(report, 1_000).unref();
process.once('disconnect', () => stop.abort());
await Promise.all(mesh.regions.map(({ name }) => tradeIn(name)));
report();
await new Promise((resolve) => {
  if (stop.signal.aborted) resolve(undefined);
  stop.signal.addEventListener('abort', resolve, { once: true });
});
await Promise.race([Promise.all(clients.map((client) => client.close())), sleep(2_000)]);
process.exit(0);
