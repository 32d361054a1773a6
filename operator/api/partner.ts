/** Partner: a program or desk that may connect, and what it may do. */
import { ROLE_NAMES, ROLES } from '../../node/access/index.js';
import { ipRanges, regionName } from './fields.js';
import { describe, type FromSchema, type KindDescription } from './schema.js';

const roleDocs = ROLE_NAMES.map((name) => `${name}: ${ROLES[name].doc}`).join('; ');

export const partnerSpec = describe({
  type: 'object',
  doc: 'Who the partner is and what it may do. What no role grants is denied.',
  required: ['partnerNumber', 'regions', 'roles', 'ipRanges'],
  properties: {
    partnerNumber: {
      type: 'integer',
      doc: 'Number of the partner in orders and executions, unique in the mesh; never changes.',
      minimum: 1,
      maximum: 65_535,
      rules: [{ rule: 'self == oldSelf', message: 'partnerNumber never changes: the log names the owner of every order by it' }],
    },
    regions: { type: 'array', doc: 'Regions that it may connect to.', list: 'set', minItems: 1, maxItems: 64, items: regionName },
    roles: {
      type: 'array',
      doc: `What it may do; several roles add up. ${roleDocs}.`,
      list: 'set',
      minItems: 1,
      maxItems: 16,
      items: { type: 'string', doc: 'Role.', maxLength: 32, enum: ROLE_NAMES },
    },
    ipRanges: ipRanges('Addresses that it may connect from.'),
    cancelOnDisconnect: {
      type: 'boolean',
      doc: 'Cancel all its open orders of a session when that session ends for good, whatever the single order says.',
      default: false,
    },
    publicKey: {
      type: 'string',
      doc: 'Its static X25519 public key, 32 bytes in base64, when the partner keeps the private key to itself. Without it a key pair is generated with its credentials.',
      maxLength: 44,
      minLength: 44,
      pattern: '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$',
    },
  },
});

export type PartnerSpec = FromSchema<typeof partnerSpec>;

export const PARTNER: KindDescription = {
  kind: 'Partner',
  plural: 'partners',
  singular: 'partner',
  shortNames: ['ptn'],
  doc: 'A program or desk that may connect: its regions, roles and addresses. Denied by default.',
  spec: partnerSpec,
  columns: [
    { name: 'Number', type: 'integer', jsonPath: '.spec.partnerNumber', description: 'Partner number' },
    { name: 'Roles', type: 'string', jsonPath: '.spec.roles', description: 'Roles' },
    { name: 'Regions', type: 'string', jsonPath: '.spec.regions', description: 'Regions it may connect to' },
  ],
  rules: [],
};
