/** Region: a place with servers, instruments and links to other regions. */
import { NODE_SETTINGS, type SettingEntry } from '../../registry/index.js';
import { calendar } from './calendar.js';
import { ipRanges, regionName } from './fields.js';
import { instrument } from './instrument.js';
import { describe, type FromSchema, type KindDescription, type SchemaNode } from './schema.js';

const SETTING_CHARACTERS_MAX = 1024;

function settingNode(entry: SettingEntry): SchemaNode {
  const doc = entry.doc;
  if (entry.type === 'boolean') return { type: 'boolean', doc };
  if (entry.type === 'string') return { type: 'string', doc, maxLength: SETTING_CHARACTERS_MAX };
  return {
    type: 'integer',
    doc,
    minimum: entry.min ?? Number.MIN_SAFE_INTEGER,
    maximum: entry.max ?? Number.MAX_SAFE_INTEGER,
  };
}

/** A field for each setting of a node, with the limits of the registry. No defaults here: what is not set follows the version of the node. */
const settingNodes: Readonly<Record<string, SchemaNode>> = Object.fromEntries(
  Object.entries(NODE_SETTINGS as Readonly<Record<string, SettingEntry>>)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => [name, settingNode(entry)]),
);

export const regionSpec = describe({
  type: 'object',
  doc: 'What the region is.',
  required: ['regionNumber', 'endpoint', 'ipRanges'],
  properties: {
    regionNumber: {
      type: 'integer',
      doc: 'Number of the region in transaction ids and instrument numbers, unique in the mesh; never changes.',
      minimum: 1,
      maximum: 65_535,
      rules: [{ rule: 'self == oldSelf', message: 'regionNumber never changes: it is part of every transaction id' }],
    },
    endpoint: {
      type: 'object',
      doc: 'Where the server of the region is reached.',
      required: ['port', 'httpPort'],
      properties: {
        host: {
          type: 'string',
          doc: 'Host name or address. Without it, whoever runs the region chooses: `relais up` takes 127.0.0.1.',
          maxLength: 253,
          minLength: 1,
          rules: [
            {
              rule: "isIP(self) || self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')",
              message: 'must be a host name in lower case or an IP address',
            },
          ],
        },
        port: { type: 'integer', doc: 'TCP port of the binary protocol.', minimum: 1, maximum: 65_535 },
        httpPort: { type: 'integer', doc: 'TCP port of /metrics, /healthz and /readyz.', minimum: 1, maximum: 65_535 },
      },
      rules: [{ rule: 'self.port != self.httpPort', message: 'port and httpPort must differ' }],
    },
    ipRanges: ipRanges('Addresses that may connect at all, partners and linked regions alike; checked on accept.'),
    links: {
      type: 'array',
      doc: 'Regions that this one exchanges market data with. A link may be declared on either side; the region with the lower number dials.',
      list: 'map',
      keys: ['region'],
      maxItems: 64,
      items: { type: 'object', doc: 'A link.', required: ['region'], properties: { region: regionName } },
    },
    calendars: {
      type: 'array',
      doc: 'Session calendars of the instruments.',
      list: 'map',
      keys: ['name'],
      maxItems: 16,
      items: calendar,
    },
    instruments: {
      type: 'array',
      doc: 'Instruments of the region.',
      list: 'map',
      keys: ['symbol'],
      maxItems: 256,
      items: instrument,
      rules: [{ rule: 'self.all(a, self.exists_one(b, b.number == a.number))', message: 'two instruments have the same number' }],
    },
    settings: {
      type: 'object',
      doc: 'Settings of its nodes; docs/configuration.md lists them. What is missing takes its default.',
      properties: settingNodes,
    },
  },
});

export type RegionSpec = Omit<FromSchema<typeof regionSpec>, 'settings'> & {
  readonly settings?: Readonly<Record<string, number | boolean | string>>;
};
export type InstrumentSpec = FromSchema<typeof instrument>;
export type CalendarSpec = FromSchema<typeof calendar>;

export const REGION: KindDescription = {
  kind: 'Region',
  plural: 'regions',
  singular: 'region',
  shortNames: ['rgn'],
  doc: 'A place with its own server, log and order books: instruments, session calendars, links to other regions.',
  spec: regionSpec,
  columns: [
    { name: 'Number', type: 'integer', jsonPath: '.spec.regionNumber', description: 'Region number' },
    { name: 'Port', type: 'integer', jsonPath: '.spec.endpoint.port', description: 'Port of the binary protocol' },
  ],
  rules: [
    {
      rule: '!has(self.spec.links) || self.spec.links.all(l, l.region != self.metadata.name)',
      message: 'a Region does not link to itself',
    },
  ],
};
