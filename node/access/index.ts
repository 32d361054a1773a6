/**
 * Who may connect and who may send what: roles and permission bits, the partner directory, address ranges, one rule for every message.
 * Pure: no socket, file, clock or log lives here; whoever calls records the denials in the audit trail.
 */
export { type AccessDenial, denial } from './denial.js';
export { AccessDirectory, type DirectorySource, type Peer } from './directory.js';
export { addressOfSocket, type IpRange, parseAddress, parseMaskedRange, parseRange, rangeContains } from './ip-ranges.js';
export { MESSAGE_RULES, type MessageRule, refuseMessage, type Sender } from './message-rules.js';
export { permissionTables } from './permission-tables.js';
export { PERMISSION_DOCS, Permission, type PermissionName, permissionsOfRoles, ROLE_NAMES, ROLES, type RoleName } from './permissions.js';
