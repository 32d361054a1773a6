/**
 * What a partner may do: permission bits, and the roles that grant them. Everything that no role grants is denied.
 *
 * The bits travel in Welcome and are therefore part of the protocol: a number is never given a new meaning. Bits 0–2 are those of
 * `Subscribe.kinds`, so that a subscription is allowed exactly when its kinds are a subset of the permissions.
 */
export const Permission = {
  Quotes: 1,
  Trades: 2,
  Book: 4,
  EnterOrders: 8,
  OwnExecutions: 16,
  AllExecutions: 32,
} as const;

export type PermissionName = keyof typeof Permission;

/** One sentence a permission, for docs/protocol.md. */
export const PERMISSION_DOCS: Readonly<Record<PermissionName, string>> = {
  Quotes: 'subscribe to quotes and read single quotes (Subscribe kinds bit 0, QuoteRequest)',
  Trades: 'subscribe to public trades (Subscribe kinds bit 1)',
  Book: 'subscribe to order books: snapshots and increments (Subscribe kinds bit 2)',
  EnterOrders: 'enter, cancel and replace orders, mass cancel',
  OwnExecutions: 'receive and replay its own execution reports, ask for the state of its own orders',
  AllExecutions: 'drop copy: receive and replay the execution reports of all partners (ExecutionsFrom scope All)',
};

interface RoleEntry {
  readonly grants: readonly PermissionName[];
  readonly doc: string;
}

export const ROLES = {
  'market-maker': {
    grants: ['Quotes', 'Book', 'EnterOrders', 'OwnExecutions'],
    doc: 'quotes both sides of a book: order books, quotes, orders, its own executions',
  },
  trader: {
    grants: ['Quotes', 'Trades', 'Book', 'EnterOrders', 'OwnExecutions'],
    doc: 'trades: all market data, orders, its own executions',
  },
  risk: {
    grants: ['Trades', 'AllExecutions'],
    doc: 'supervises: the full trade log (drop copy of all executions, public trades), no orders',
  },
  observer: { grants: ['Quotes', 'Trades', 'Book'], doc: 'looks on: all market data, no orders, no executions' },
} as const satisfies Readonly<Record<string, RoleEntry>>;

export type RoleName = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[];

/** Union of what the roles grant; 0 (nothing) for no role. A name that is no role grants nothing. */
export function permissionsOfRoles(roles: readonly string[]): number {
  let bits = 0;
  for (const role of roles) {
    if (!Object.hasOwn(ROLES, role)) continue;
    for (const name of ROLES[role as RoleName].grants) bits |= Permission[name];
  }
  return bits;
}
