/**
 * Which messages a server takes from whom: one row for every message of the protocol, deny by default. A message without a row is denied,
 * and a test fails until it has one.
 */
import type { ErrorCode } from '../../registry/index.js';
import { Permission } from './permissions.js';

/** What it takes for a partner to send a message: nothing can (`never`), a session is enough (`session`), all of these bits, or bits that depend on a field of the message. */
type PartnerRule = 'never' | 'session' | { readonly all: number } | { readonly byField: 'kinds' | 'scope' };

export interface MessageRule {
  readonly name: string;
  readonly type: number;
  readonly channel: number;
  readonly partner: PartnerRule;
  /** Whether a linked region may send it. */
  readonly region: boolean;
}

const CONTROL = 0;
const MARKET_DATA = 1;
const BOOK = 2;
const EXECUTIONS = 3;
const ORDERS = 4;

const SUBSCRIBE_KINDS = Permission.Quotes | Permission.Trades | Permission.Book;
const SCOPE_OWN = 1;
const SCOPE_ALL = 2;

const fromServer = (name: string, type: number, channel: number): MessageRule => ({ name, type, channel, partner: 'never', region: false });
const fromRegion = (name: string, type: number, channel: number): MessageRule => ({ name, type, channel, partner: 'never', region: true });
const request = (name: string, type: number, partner: PartnerRule): MessageRule => ({
  name,
  type,
  channel: CONTROL,
  partner,
  region: true,
});
const order = (name: string, type: number): MessageRule => ({
  name,
  type,
  channel: ORDERS,
  partner: { all: Permission.EnterOrders },
  region: false,
});
const executionRequest = (name: string, type: number, partner: PartnerRule): MessageRule => ({
  name,
  type,
  channel: CONTROL,
  partner,
  region: false,
});

/** Messages of the session (types 1–15) never reach this check, those of the log (96 and up) never a wire: both are denied if they do. */
export const MESSAGE_RULES: readonly MessageRule[] = [
  fromRegion('Quote', 16, MARKET_DATA),
  fromRegion('Trade', 17, MARKET_DATA),
  fromRegion('BookSnapshot', 18, BOOK),
  fromRegion('BookIncrement', 19, BOOK),
  fromRegion('InstrumentStatus', 20, MARKET_DATA),
  order('NewOrder', 32),
  order('CancelOrder', 33),
  order('ReplaceOrder', 34),
  order('MassCancel', 35),
  fromServer('ExecutionReport', 40, EXECUTIONS),
  fromServer('OrderRefused', 41, EXECUTIONS),
  fromServer('ReplayPosition', 42, EXECUTIONS),
  fromRegion('Welcome', 64, CONTROL),
  request('Subscribe', 65, { byField: 'kinds' }),
  request('Unsubscribe', 66, 'session'),
  fromRegion('RequestResult', 67, CONTROL),
  request('InstrumentsRequest', 68, 'session'),
  fromRegion('InstrumentDefinition', 69, CONTROL),
  request('QuoteRequest', 70, { all: Permission.Quotes }),
  fromRegion('QuoteResponse', 71, CONTROL),
  executionRequest('ExecutionsFrom', 72, { byField: 'scope' }),
  executionRequest('OrderStatusRequest', 73, { all: Permission.OwnExecutions }),
  request('PositionRequest', 74, 'session'),
  fromRegion('Position', 75, CONTROL),
  fromRegion('Notice', 76, CONTROL),
  request('Echo', 77, 'session'),
  request('EchoReply', 78, 'session'),
  request('Hello', 79, 'session'),
];

const RULES_BY_TYPE: readonly (MessageRule | undefined)[] = Array.from({ length: 256 }, (_, type) =>
  MESSAGE_RULES.find((rule) => rule.type === type),
);

/** The sender as far as this check needs to know it. */
export interface Sender {
  readonly kind: 'partner' | 'node';
  /** Bits of `Permission`; regions have none, they are judged by `kind`. */
  readonly permissions: number;
}

/**
 * May this sender send this message on this channel? Allocates nothing.
 * `field`: the value of `kinds` for Subscribe, of `scope` for ExecutionsFrom, 0 for every other message.
 * Returns null if it may, else RELAIS_E_WRONG_CHANNEL, RELAIS_E_ACCESS_DENIED.
 */
export function refuseMessage(sender: Sender, channel: number, type: number, field: number): ErrorCode | null {
  const rule = RULES_BY_TYPE[type];
  if (rule === undefined) return 'RELAIS_E_ACCESS_DENIED';
  if (rule.channel !== channel) return 'RELAIS_E_WRONG_CHANNEL';
  const isAllowed = sender.kind === 'node' ? rule.region : partnerMay(rule.partner, sender.permissions, field);
  return isAllowed ? null : 'RELAIS_E_ACCESS_DENIED';
}

function partnerMay(rule: PartnerRule, permissions: number, field: number): boolean {
  if (rule === 'never') return false;
  if (rule === 'session') return true;
  if ('all' in rule) return (permissions & rule.all) === rule.all;
  const needed = rule.byField === 'kinds' ? bitsOfKinds(field) : bitsOfScope(field);
  return needed !== 0 && (permissions & needed) === needed;
}

/** 0 (never allowed) for no kind and for kinds that do not exist. */
const bitsOfKinds = (kinds: number): number => ((kinds & ~SUBSCRIBE_KINDS) === 0 ? kinds : 0);

function bitsOfScope(scope: number): number {
  if (scope === SCOPE_OWN) return Permission.OwnExecutions;
  return scope === SCOPE_ALL ? Permission.AllExecutions : 0;
}
