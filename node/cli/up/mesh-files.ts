/**
 * What lies in the state folder of `relais up`, and how it gets there: keys, credentials of partners, one configuration a region. The same
 * rendering and key code serves the controllers; only the places differ.
 */
import { randomBytes } from 'node:crypto';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyRotationSchedule, Resources } from '../../../operator/api/index.js';
import { type NodeConfiguration, renderNode } from '../../../operator/desired/index.js';
import {
  ensureNodeIdentity,
  ensurePartner,
  FileKeyProvider,
  type NodeIdentity,
  type PartnerSecrets,
  partnerCredentials,
} from '../../../operator/keys/index.js';
import type { MeshRegion } from '../mesh-state.js';

/** Where the regions of `relais up` listen. */
export const HOST = '127.0.0.1';
/** Earlier versions of a schedule's keys that stay on the disk. */
const KEY_VERSIONS_KEPT = 3;

export interface PreparedRegion {
  readonly name: string;
  readonly configuration: NodeConfiguration;
  readonly configurationPath: string;
  readonly secretsPath: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly identity: NodeIdentity;
}

export interface PreparedMesh {
  readonly provider: FileKeyProvider;
  readonly regions: readonly PreparedRegion[];
  readonly meshRegions: readonly MeshRegion[];
  /** Partner name → path of its credentials. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly partners: readonly PartnerSecrets[];
  readonly schedules: readonly KeyRotationSchedule[];
}

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** Writes everything that the nodes need but their secrets, which the key authority hands out. What exists is kept. */
export async function prepareMesh(resources: Resources, folder: string): Promise<PreparedMesh> {
  await files.mkdir(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  const provider = new FileKeyProvider({ folder: join(folder, 'keys'), files, versionsKept: KEY_VERSIONS_KEPT });
  const identities = new Map<string, NodeIdentity>();
  for (const { metadata } of resources.regions) identities.set(metadata.name, await ensureNodeIdentity(provider, metadata.name, random));
  const partners: PartnerSecrets[] = [];
  for (const partner of resources.partners) partners.push(await ensurePartner(provider, partner, random));
  const context = {
    hostOf: () => HOST,
    listenHost: HOST,
    regionKeys: Object.fromEntries([...identities].map(([name, { publicKey }]) => [name, publicKey])),
    partnerKeys: Object.fromEntries(partners.map(({ partner, publicKey }) => [partner, publicKey])),
  };
  const regions: PreparedRegion[] = [];
  for (const { metadata } of resources.regions) {
    const configuration = renderNode(resources, metadata.name, context);
    const regionFolder = join(folder, 'regions', metadata.name);
    await files.mkdir(regionFolder, { recursive: true, mode: 0o700 });
    const configurationPath = join(regionFolder, 'node.json');
    await files.writeFile(configurationPath, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600 });
    regions.push({
      name: metadata.name,
      configuration,
      configurationPath,
      secretsPath: provider.nodeSecretsPath(metadata.name),
      dataFolder: join(regionFolder, 'data'),
      logFile: join(folder, 'logs', `${metadata.name}.log`),
      identity: identities.get(metadata.name) as NodeIdentity,
    });
  }
  const meshRegions = regions.map(({ name, configuration, identity }) => ({
    name,
    number: configuration.region.number,
    host: configuration.listen.host,
    port: configuration.listen.port,
    httpPort: configuration.http.port,
    publicKey: identity.publicKey,
  }));
  const credentials: Record<string, string> = {};
  await files.mkdir(join(folder, 'credentials'), { recursive: true, mode: 0o700 });
  for (const secrets of partners) {
    const allowed = resources.partners.find(({ metadata }) => metadata.name === secrets.partner)?.spec.regions ?? [];
    const path = join(folder, 'credentials', `${secrets.partner}.json`);
    const content = partnerCredentials(
      secrets,
      meshRegions.filter(({ name }) => allowed.includes(name)),
    );
    await files.writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    credentials[secrets.partner] = path;
  }
  return { provider, regions, meshRegions, credentials, partners, schedules: resources.schedules };
}
