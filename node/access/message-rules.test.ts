import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHANNELS, MESSAGES } from '../wire/schema/index.js';
import { MESSAGE_RULES, refuseMessage } from './message-rules.js';
import { Permission, permissionsOfRoles, ROLE_NAMES } from './permissions.js';

const SESSION_TYPES_END = 16;
const KINDS = { quotes: 1, trades: 2, book: 4 };
const SCOPE = { own: 1, all: 2 };

const applicationMessages = MESSAGES.filter((message) => message.type >= SESSION_TYPES_END && message.channel !== 'log');
const typeOf = (name: string): number => MESSAGES.find((message) => message.name === name)?.type ?? -1;
const channelOf = (name: string): number => {
  const channel = MESSAGES.find((message) => message.name === name)?.channel;
  return channel === undefined || channel === 'log' ? -1 : CHANNELS[channel];
};
const partner = (...roles: string[]) => ({ kind: 'partner' as const, permissions: permissionsOfRoles(roles) });
const region = { kind: 'node' as const, permissions: 0 };
const refusal = (sender: Parameters<typeof refuseMessage>[0], name: string, field = 0) =>
  refuseMessage(sender, channelOf(name), typeOf(name), field);

describe('which messages a server takes', () => {
  test('every application message of the schema has a rule with its name and channel', () => {
    const rules = MESSAGE_RULES.map(({ name, type, channel }) => ({ name, type, channel }));
    const messages = applicationMessages.map(({ name, type }) => ({ name, type, channel: channelOf(name) }));
    expect(rules.toSorted((a, b) => a.type - b.type)).toEqual(messages.toSorted((a, b) => a.type - b.type));
  });

  test('a partner without a role may do nothing that a role grants', () => {
    for (const { name } of applicationMessages) {
      for (const field of [0, 1, 2, 3, 4, 7]) {
        const isRefused = refusal(partner(), name, field) !== null;
        expect({ name, isRefused }).toEqual({
          name,
          isRefused: !['Unsubscribe', 'InstrumentsRequest', 'PositionRequest', 'Echo', 'EchoReply', 'Hello'].includes(name),
        });
      }
    }
  });

  test('a market maker subscribes to books and quotes but not to trades, and never sees the orders of others', () => {
    const maker = partner('market-maker');
    expect(refusal(maker, 'Subscribe', KINDS.book | KINDS.quotes)).toBeNull();
    expect(refusal(maker, 'Subscribe', KINDS.trades)).toBe('RELAIS_E_ACCESS_DENIED');
    expect(refusal(maker, 'Subscribe', KINDS.book | KINDS.trades)).toBe('RELAIS_E_ACCESS_DENIED');
    expect(refusal(maker, 'NewOrder')).toBeNull();
    expect(refusal(maker, 'ExecutionsFrom', SCOPE.own)).toBeNull();
    expect(refusal(maker, 'ExecutionsFrom', SCOPE.all)).toBe('RELAIS_E_ACCESS_DENIED');
  });

  test('a risk desk reads the full trade log and cannot enter an order', () => {
    const risk = partner('risk');
    expect(refusal(risk, 'ExecutionsFrom', SCOPE.all)).toBeNull();
    expect(refusal(risk, 'Subscribe', KINDS.trades)).toBeNull();
    for (const name of ['NewOrder', 'CancelOrder', 'ReplaceOrder', 'MassCancel'])
      expect(refusal(risk, name)).toBe('RELAIS_E_ACCESS_DENIED');
  });

  test('an observer sees market data and no executions', () => {
    expect(refusal(partner('observer'), 'Subscribe', 7)).toBeNull();
    expect(refusal(partner('observer'), 'ExecutionsFrom', SCOPE.own)).toBe('RELAIS_E_ACCESS_DENIED');
    expect(refusal(partner('observer'), 'OrderStatusRequest')).toBe('RELAIS_E_ACCESS_DENIED');
  });

  test('no partner, whatever its roles, may send what only a server says', () => {
    const everyone = partner(...ROLE_NAMES);
    for (const name of ['Welcome', 'Quote', 'Trade', 'BookSnapshot', 'BookIncrement', 'ExecutionReport', 'OrderRefused', 'Position']) {
      expect({ name, refusal: refusal(everyone, name) }).toEqual({ name, refusal: 'RELAIS_E_ACCESS_DENIED' });
    }
  });

  test('a linked region forwards market data but enters no orders and reads no executions', () => {
    expect(refusal(region, 'Quote')).toBeNull();
    expect(refusal(region, 'Subscribe', 7)).toBeNull();
    for (const name of ['NewOrder', 'MassCancel', 'ExecutionsFrom', 'OrderStatusRequest', 'ExecutionReport']) {
      expect(refusal(region, name, 1)).toBe('RELAIS_E_ACCESS_DENIED');
    }
  });

  test('kinds and scopes that do not exist are denied, none included', () => {
    const all = partner(...ROLE_NAMES);
    for (const kinds of [0, 8, 15, 255]) expect(refusal(all, 'Subscribe', kinds)).toBe('RELAIS_E_ACCESS_DENIED');
    for (const scope of [0, 3, 255]) expect(refusal(all, 'ExecutionsFrom', scope)).toBe('RELAIS_E_ACCESS_DENIED');
  });

  test('a message on a foreign channel is refused', () => {
    expect(refuseMessage(partner('trader'), CHANNELS.marketData, typeOf('NewOrder'), 0)).toBe('RELAIS_E_WRONG_CHANNEL');
  });

  test('whatever number comes as type, only messages with a rule can pass', () => {
    const known = new Set(MESSAGE_RULES.map((rule) => rule.type));
    fc.assert(
      fc.property(
        fc.integer({ min: -10, max: 1000 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 255 }),
        (type, channel, field) => {
          const isAllowed = refuseMessage(partner(...ROLE_NAMES), channel, type, field) === null;
          return !isAllowed || known.has(type);
        },
      ),
    );
  });
});

describe('roles', () => {
  test('a name that is no role grants nothing, names from Object.prototype included', () => {
    expect(permissionsOfRoles(['admin', 'constructor', 'toString', '__proto__'])).toBe(0);
  });

  test('permissions of several roles add up', () => {
    expect(permissionsOfRoles(['risk', 'observer'])).toBe(
      Permission.Quotes | Permission.Trades | Permission.Book | Permission.AllExecutions,
    );
  });

  test('bits 0 to 2 are the kinds of a subscription', () => {
    expect([Permission.Quotes, Permission.Trades, Permission.Book]).toEqual([KINDS.quotes, KINDS.trades, KINDS.book]);
  });
});
