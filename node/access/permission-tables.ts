/** The part of docs/protocol.md about who may send what. Generated from the tables that the server uses. */
import { MESSAGE_RULES, type MessageRule } from './message-rules.js';
import { PERMISSION_DOCS, Permission, type PermissionName, ROLE_NAMES, ROLES } from './permissions.js';

const NAMES = Object.keys(Permission) as readonly PermissionName[];
const namesOf = (bits: number): string => NAMES.filter((name) => (bits & Permission[name]) !== 0).join(', ');

function partnerCell({ partner }: MessageRule): string {
  if (partner === 'never') return '–';
  if (partner === 'session') return 'any partner';
  if ('all' in partner) return namesOf(partner.all);
  return partner.byField === 'kinds' ? 'the bits of `kinds`, at least one' : '`scope` Own: OwnExecutions; All: AllExecutions';
}

/** Lines of the section. */
export function permissionTables(): string[] {
  return [
    '## Permissions',
    '',
    'What no role grants is denied: the request is answered with the wire number of `RELAIS_E_ACCESS_DENIED`, an order with `OrderRefused`,',
    'and the denial is audited. `Welcome.permissions` holds these bits:',
    '',
    '| bit | name | allows to |',
    '|--:|---|---|',
    ...NAMES.map((name) => `| ${Math.log2(Permission[name])} | ${name} | ${PERMISSION_DOCS[name]} |`),
    '',
    'Roles of a Partner add up:',
    '',
    '| role | who | bits |',
    '|---|---|---|',
    ...ROLE_NAMES.map((name) => `| \`${name}\` | ${ROLES[name].doc} | ${ROLES[name].grants.join(', ')} |`),
    '',
    'Messages that a server takes:',
    '',
    '| type | message | from a partner with | from a linked region |',
    '|--:|---|---|---|',
    ...MESSAGE_RULES.map((rule) => `| ${rule.type} | ${rule.name} | ${partnerCell(rule)} | ${rule.region ? 'yes' : '–'} |`),
    '',
  ];
}
