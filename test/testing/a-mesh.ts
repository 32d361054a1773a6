/** A real mesh in this process: servers with files, sockets and keys of their own, on free ports. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type AuditEvent, AuditOutbox } from '../../node/audit/index.js';
import { type ConnectOptions, type Credentials, connect, type Relais } from '../../node/client/index.js';
import { createLogger } from '../../node/server/logger.js';
import type { NodeStatus } from '../../node/server/node-status.js';
import { RegionalServer } from '../../node/server/regional-server.js';
import { type CutProxy, openCutProxy } from './cut-proxy.js';
import { HOST, type MeshPlan, type PlanOptions, planMesh, type RegionPlan } from './mesh-plan.js';
import { waitUntil } from './wait-until.js';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface MeshOptions extends PlanOptions {
  /** Folder of the data of all regions; a temporary one if left out. */
  readonly folder?: string;
}

export type PartnerOptions = Partial<Omit<ConnectOptions, 'credentials'>>;

export async function aMesh(options: MeshOptions = {}): Promise<Mesh> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'relais-e2e-')));
  const mesh = new Mesh(planMesh(options), folder, options.folder === undefined);
  await mesh.start();
  return mesh;
}

/** One region of the mesh. It keeps its ports across restarts. */
export class TestRegion {
  readonly plan: RegionPlan;
  readonly dataFolder: string;
  readonly logLines: LogLine[] = [];
  /** What the server said it could not go on after; none of these should ever be here. */
  readonly failures: unknown[] = [];
  #server: RegionalServer | null = null;

  constructor(plan: RegionPlan, dataFolder: string) {
    this.plan = plan;
    this.dataFolder = dataFolder;
  }

  get name(): string {
    return this.plan.name;
  }

  get port(): number {
    return this.plan.configuration.listen.port;
  }

  get server(): RegionalServer {
    if (this.#server === null) throw new Error(`${this.name} does not run`);
    return this.#server;
  }

  get status(): NodeStatus {
    return this.server.status();
  }

  async start(): Promise<void> {
    const destination = new Writable({
      write: (chunk, _encoding, done) => {
        for (const line of String(chunk).split('\n')) if (line !== '') this.logLines.push(JSON.parse(line) as LogLine);
        done();
      },
    });
    const { configuration, secrets } = this.plan;
    this.#server = await RegionalServer.start({
      configuration,
      secrets,
      dataFolder: this.dataFolder,
      log: createLogger({ name: this.name, isTerminal: false, destination }),
      failed: (error) => this.failures.push(error),
    });
    const at = (port: number) => ({ host: HOST, port });
    this.plan.configuration = { ...configuration, listen: at(this.#server.port), http: at(this.#server.httpPort) };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  said(message: string): LogLine[] {
    return this.logLines.filter(({ msg }) => msg === message);
  }

  async http(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`http://${HOST}:${this.server.httpPort}${path}`);
    return { status: answer.status, text: await answer.text() };
  }

  /** Value of a metric, summed over its labels that match; 0 when there is none. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const { text } = await this.http('/metrics');
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** All audit records on the disk. The region must be stopped. */
  async auditEvents(): Promise<AuditEvent[]> {
    if (this.#server !== null) throw new Error('stop the region first: its outbox has one reader at a time');
    const { auditOutboxBytes, auditSegmentBytes } = this.plan.configuration.settings;
    const outbox = await AuditOutbox.open({
      directory: join(this.dataFolder, 'audit'),
      region: this.plan.number,
      diskId: new Uint8Array(16),
      outboxBytes: Number(auditOutboxBytes),
      segmentBytes: Number(auditSegmentBytes),
    });
    const events: AuditEvent[] = [];
    for await (const { event } of outbox.read(0)) events.push(event);
    await outbox.close();
    return events;
  }
}

export class Mesh {
  readonly plan: MeshPlan;
  readonly regions: readonly TestRegion[];
  readonly folder: string;
  readonly #removesFolder: boolean;
  readonly #clients = new Set<Relais>();
  /** `dialler→listener` → the proxy that their link goes through. */
  readonly links = new Map<string, CutProxy>();

  constructor(plan: MeshPlan, folder: string, removesFolder: boolean) {
    this.plan = plan;
    this.folder = folder;
    this.#removesFolder = removesFolder;
    this.regions = plan.regions.map((region) => new TestRegion(region, join(folder, region.name)));
  }

  /** The only region, or the first. */
  get region(): TestRegion {
    return this.regions[0] as TestRegion;
  }

  named(name: string): TestRegion {
    const region = this.regions.find((one) => one.name === name);
    if (region === undefined) throw new Error(`no region ${name}`);
    return region;
  }

  /** The higher numbers first: who is dialled has its port before who dials it starts. */
  async start(): Promise<void> {
    for (const region of this.regions.toReversed()) {
      await this.#openLinks(region);
      await region.start();
    }
    await waitUntil('all links are up', () => this.regions.every(({ status }) => status.links.every(({ isUp }) => isUp)));
  }

  async #openLinks({ plan }: TestRegion): Promise<void> {
    const { configuration } = plan;
    const peers = [];
    for (const peer of configuration.peers) {
      if (!peer.dials) {
        peers.push(peer);
        continue;
      }
      const proxy = await openCutProxy(this.named(peer.region).port);
      this.links.set(`${plan.name}→${peer.region}`, proxy);
      peers.push({ ...peer, port: proxy.port });
    }
    plan.configuration = { ...configuration, peers };
  }

  credentials(partner: string, ports: (region: string) => number = (name) => this.named(name).port): Credentials {
    return this.plan.credentials(partner, ports);
  }

  /** A client of the SDK; closed with the mesh. */
  async connect(partner: string, options: PartnerOptions = {}): Promise<Relais> {
    const client = await connect({ credentials: this.credentials(partner), region: this.region.name, ...options });
    this.#clients.add(client);
    return client;
  }

  /** Ends everything. Errors: when a server said that it could not go on. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients].map((client) => client.close()));
    for (const proxy of this.links.values()) proxy.close();
    await Promise.all(this.regions.map((region) => region.stop()));
    if (this.#removesFolder) await rm(this.folder, { recursive: true, force: true });
    const failures = this.regions.flatMap((region) => region.failures);
    if (failures.length > 0) throw new AggregateError(failures, `a server could not go on: ${String(failures[0])}`);
  }
}
