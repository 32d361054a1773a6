/**
 * Resources of a mesh → configuration of one region's node. Pure: the same resources and context give the same JSON, whoever runs it.
 */
import { permissionsOfRoles } from '../../node/access/index.js';
import { assert } from '../../registry/index.js';
import type { Partner, Region, Resources } from '../api/index.js';
import type { NodeConfiguration, PartnerConfiguration, PeerConfiguration } from './node-configuration.js';
import { renderCalendar } from './render-calendar.js';
import { renderInstrument } from './render-instrument.js';

/** What resources do not say. */
export interface RenderContext {
  /** Host of a region whose endpoint names none. */
  readonly hostOf: (regionName: string) => string;
  /** Host that the node binds its ports to. */
  readonly listenHost: string;
  /** Static public keys (base64) by region name, from the key provider. */
  readonly regionKeys: Readonly<Record<string, string>>;
  /** Static public keys (base64) by partner name, for partners whose resource names none. */
  readonly partnerKeys: Readonly<Record<string, string>>;
}

/**
 * Configuration of the node of `regionName`. The resources have passed validation, references included.
 * Errors: RELAIS_E_INTERNAL when they have not, or the context lacks a key.
 */
export function renderNode(resources: Resources, regionName: string, context: RenderContext): NodeConfiguration {
  const region = resources.regions.find((candidate) => candidate.metadata.name === regionName);
  assert(region !== undefined, 'RELAIS_E_INTERNAL', `${regionName} is not among the resources.`);
  const { spec } = region;
  return {
    region: { name: regionName, number: spec.regionNumber },
    listen: { host: context.listenHost, port: spec.endpoint.port },
    http: { host: context.listenHost, port: spec.endpoint.httpPort },
    ipRanges: spec.ipRanges,
    peers: linkedRegions(resources.regions, region).map((peer) => renderPeer(peer, region, context)),
    partners: resources.partners
      .filter((partner) => partner.spec.regions.includes(regionName))
      .toSorted((a, b) => a.spec.partnerNumber - b.spec.partnerNumber)
      .map((partner) => renderPartner(partner, context)),
    instruments: (spec.instruments ?? []).toSorted((a, b) => a.number - b.number).map(renderInstrument),
    calendars: (spec.calendars ?? []).map(renderCalendar),
    settings: spec.settings ?? {},
  };
}

/** Regions that this one names or that name it, by number. */
function linkedRegions(regions: readonly Region[], own: Region): Region[] {
  const names = (region: Region, other: Region): boolean => (region.spec.links ?? []).some((link) => link.region === other.metadata.name);
  return regions
    .filter((other) => other !== own && (names(own, other) || names(other, own)))
    .toSorted((a, b) => a.spec.regionNumber - b.spec.regionNumber);
}

function renderPeer(peer: Region, own: Region, context: RenderContext): PeerConfiguration {
  const { name } = peer.metadata;
  return {
    region: name,
    number: peer.spec.regionNumber,
    host: peer.spec.endpoint.host ?? context.hostOf(name),
    port: peer.spec.endpoint.port,
    publicKey: keyOf(context.regionKeys, name),
    dials: own.spec.regionNumber < peer.spec.regionNumber,
  };
}

function renderPartner(partner: Partner, context: RenderContext): PartnerConfiguration {
  const { name } = partner.metadata;
  const { spec } = partner;
  return {
    name,
    number: spec.partnerNumber,
    publicKey: spec.publicKey ?? keyOf(context.partnerKeys, name),
    roles: spec.roles,
    permissions: permissionsOfRoles(spec.roles),
    ipRanges: spec.ipRanges,
    cancelOnDisconnect: spec.cancelOnDisconnect,
  };
}

function keyOf(keys: Readonly<Record<string, string>>, name: string): string {
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
  assert(key !== undefined, 'RELAIS_E_INTERNAL', `There is no public key of ${name}.`);
  return key;
}
