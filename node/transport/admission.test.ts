import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Admission, addressGroup } from './admission.js';

const limits = { maxConnections: 2, maxHalfOpen: 4, maxHalfOpenPerAddress: 2, maxHandshakeBytes: 100 };

test('the oldest unfinished handshake of an address goes when that address has too many', () => {
  const admission = new Admission<string>(limits);
  admission.arrived('a', '10.0.0.1');
  admission.arrived('b', '10.0.0.2');
  admission.arrived('c', '10.0.0.1');
  expect(admission.arrived('d', '10.0.0.1')).toBe('a');
  expect(admission.halfOpenCount).toBe(3);
});

test('the oldest of all goes when there are too many in all', () => {
  const admission = new Admission<number>(limits);
  for (let i = 0; i < 4; i++) expect(admission.arrived(i, `10.0.0.${i}`)).toBeNull();
  expect(admission.arrived(4, '10.0.0.9')).toBe(0);
  expect(admission.arrived(5, '10.0.0.8')).toBe(1);
});

test('a client that has finished is never dropped for a stranger', () => {
  const admission = new Admission<string>(limits);
  admission.arrived('real', '10.0.0.1');
  expect(admission.becameEstablished('real')).toBe(true);
  for (let i = 0; i < 50; i++) expect(admission.arrived(`flood ${i}`, '10.0.0.1')).not.toBe('real');
  expect(admission.establishedCount).toBe(1);
  expect(admission.halfOpenCount).toBe(2);
});

test('bytes count until the handshake is done, not after', () => {
  const admission = new Admission<string>(limits);
  admission.arrived('a', '10.0.0.1');
  expect(admission.mayReceive('a', 100)).toBe(true);
  expect(admission.mayReceive('a', 1)).toBe(false);
  admission.becameEstablished('a');
  expect(admission.mayReceive('a', 1_000_000)).toBe(true);
});

test('one session more than allowed is refused, and may come when another has left', () => {
  const admission = new Admission<string>(limits);
  expect(['a', 'b', 'c'].map((peer) => admission.becameEstablished(peer))).toEqual([true, true, false]);
  admission.left('a');
  expect(admission.becameEstablished('c')).toBe(true);
});

test('IPv6 addresses of one /64 count as one, IPv4 addresses for themselves', () => {
  expect(addressGroup('2001:db8:1:2:3:4:5:6')).toBe(addressGroup('2001:db8:1:2::1'));
  expect(addressGroup('2001:db8::1')).toBe('2001:db8:0:0');
  expect(addressGroup('::1')).toBe('0:0:0:0');
  expect(addressGroup('10.0.0.1')).not.toBe(addressGroup('10.0.0.2'));
});

test('whatever comes and goes, the limits hold and nothing is kept of those who left', () => {
  const step = fc.record({ who: fc.nat(30), address: fc.nat(5), what: fc.constantFrom('arrive', 'establish', 'leave') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const admission = new Admission<number>(limits);
      const present = new Set<number>();
      for (const { who, address, what } of steps) {
        if (what === 'arrive' && !present.has(who)) {
          present.add(who);
          const dropped = admission.arrived(who, `10.0.0.${address}`);
          if (dropped !== null) expect(present.delete(dropped)).toBe(true);
        } else if (what === 'establish' && present.has(who)) {
          if (!admission.becameEstablished(who)) present.delete(who);
        } else if (what === 'leave') {
          admission.left(who);
          present.delete(who);
        }
        expect(admission.halfOpenCount).toBeLessThanOrEqual(limits.maxHalfOpen);
        expect(admission.establishedCount).toBeLessThanOrEqual(limits.maxConnections);
      }
      for (const who of present) admission.left(who);
      expect(admission.halfOpenCount + admission.establishedCount).toBe(0);
    }),
  );
});
