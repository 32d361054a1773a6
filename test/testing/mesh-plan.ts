/** Keys, configurations and credentials of a small mesh, all made anew for each test. No file, no process. */
import { randomBytes } from 'node:crypto';
import { permissionsOfRoles } from '../../node/access/index.js';
import type { Credentials } from '../../node/client/index.js';
import type { InstrumentConfiguration, NodeConfiguration } from '../../operator/desired/index.js';
import { type NodeSecrets, type TransportKey, x25519PublicKey } from '../../operator/keys/index.js';

export const HOST = '127.0.0.1';
const REGION_NAMES = ['paris', 'frankfurt', 'lyon'];

export interface PartnerPlan {
  readonly name: string;
  readonly number: number;
  readonly roles: readonly string[];
  readonly ipRanges?: readonly string[];
  readonly cancelOnDisconnect?: boolean;
}

export const PARTNERS: readonly PartnerPlan[] = [
  { name: 'maker', number: 1, roles: ['market-maker'] },
  { name: 'risk-desk', number: 2, roles: ['risk'] },
  { name: 'trader', number: 3, roles: ['trader'] },
  { name: 'taker', number: 4, roles: ['trader'] },
  { name: 'observer', number: 5, roles: ['observer'] },
  { name: 'nobody', number: 6, roles: [] },
  { name: 'fleeting', number: 7, roles: ['trader'], cancelOnDisconnect: true },
];

/** Small files and tables: a test region starts fast and its limits are near. */
const SETTINGS = {
  logSegmentBytes: 4_194_304,
  logPreparedSegments: 1,
  auditSegmentBytes: 1_048_576,
  auditOutboxBytes: 67_108_864,
  journalFileBytes: 1_048_576,
  engineRecordsMax: 200_000,
  closeTimeoutMs: 300,
};

export interface PlanOptions {
  readonly regions?: number;
  readonly partners?: readonly PartnerPlan[];
  readonly instruments?: readonly InstrumentConfiguration[];
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Ranges that may connect to a region at all. */
  readonly ipRanges?: readonly string[];
}

export interface RegionPlan {
  readonly name: string;
  readonly number: number;
  configuration: NodeConfiguration;
  secrets: NodeSecrets;
}

export interface MeshPlan {
  readonly regions: readonly RegionPlan[];
  /** Port 0 until the region is started: fill it in. */
  credentials(partner: string, ports: (region: string) => number): Credentials;
}

const key = (): string => randomBytes(32).toString('base64');
function keyPair(): { privateKey: string; publicKey: string } {
  const privateKey = randomBytes(32);
  return { privateKey: privateKey.toString('base64'), publicKey: Buffer.from(x25519PublicKey(privateKey)).toString('base64') };
}

/** EURUSD of every region is its own: named by the region, number 1. */
export const aBook = (given: Partial<InstrumentConfiguration> = {}): InstrumentConfiguration => ({
  number: 1,
  symbol: 'EURUSD',
  kind: 'book',
  priceScale: 5,
  quantityScale: 0,
  tick: 1,
  lot: 1_000,
  bandLow: 50_000,
  bandHigh: 200_000,
  maxQuantity: 50_000_000,
  calendar: 'always',
  ...given,
});

const WEEK = ([0, 1, 2, 3, 4, 5, 6] as const).map((day) => ({ day, openMinute: 0, closeMinute: 1_440 }));

export function planMesh(options: PlanOptions = {}): MeshPlan {
  const { regions: count = 1, partners: plans = PARTNERS, settings = {}, ipRanges = ['127.0.0.0/8', '::1/128'] } = options;
  const instruments = options.instruments ?? [aBook(), aBook({ number: 2, symbol: 'GBPUSD' })];
  const identities = REGION_NAMES.slice(0, count).map((name, at) => ({ name, number: at + 1, ...keyPair() }));
  const partners = plans.map((plan) => ({ ...plan, ...keyPair(), seed: key() }));
  const transportKeys = { version: 1, activeGeneration: 1, keys: [{ generation: 1, key: key() }] };
  const regions = identities.map(({ name, number, privateKey, publicKey }): RegionPlan => {
    const configuration: NodeConfiguration = {
      region: { name, number },
      listen: { host: HOST, port: 0 },
      http: { host: HOST, port: 0 },
      ipRanges,
      peers: identities
        .filter((peer) => peer.number !== number)
        .map((peer) => ({
          region: peer.name,
          number: peer.number,
          host: HOST,
          port: 0,
          publicKey: peer.publicKey,
          dials: number < peer.number,
        })),
      partners: partners.map((partner) => ({
        name: partner.name,
        number: partner.number,
        publicKey: partner.publicKey,
        roles: partner.roles,
        permissions: permissionsOfRoles(partner.roles),
        ipRanges: partner.ipRanges ?? ipRanges,
        cancelOnDisconnect: partner.cancelOnDisconnect ?? false,
      })),
      instruments,
      calendars: [{ name: 'always', timeZone: 'Etc/UTC', week: WEEK, holidays: [], earlyCloses: [] }],
      settings: { ...SETTINGS, ...settings },
    };
    const secrets: NodeSecrets = {
      version: 1,
      identity: { region: name, privateKey, publicKey },
      transportKeys: count > 1 ? transportKeys : null,
      partnerSeeds: partners.map((partner) => ({ partner: partner.number, seed: partner.seed })),
    };
    return { name, number, configuration, secrets };
  });
  const credentials: MeshPlan['credentials'] = (name, ports) => {
    const partner = partners.find((one) => one.name === name);
    if (partner === undefined) throw new Error(`no partner ${name} in this mesh`);
    const { number, privateKey, publicKey, seed } = partner;
    const places = identities.map((region) => ({
      name: region.name,
      number: region.number,
      host: HOST,
      port: ports(region.name),
      publicKey: region.publicKey,
    }));
    return { partner: name, number, privateKey, publicKey, seed, regions: places };
  };
  return { regions, credentials };
}

/** The secrets with one more transport key, which is active; the one before stays trusted. */
export function withNewTransportKey(secrets: NodeSecrets, added: TransportKey): NodeSecrets {
  const before = secrets.transportKeys;
  if (before === null) throw new Error('this mesh has no links');
  const held = before.keys.filter(({ generation }) => generation === before.activeGeneration);
  return {
    ...secrets,
    version: secrets.version + 1,
    transportKeys: { version: before.version + 1, activeGeneration: added.generation, keys: [...held, added] },
  };
}

export const newTransportKey = (generation: number): TransportKey => ({ generation, key: key() });
