import { describe, expect, test } from '@jest/globals';
import { AccessDirectory, type DirectorySource } from './directory.js';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const base64 = (fill: number): string => Buffer.from(key(fill)).toString('base64');

const aDirectory = (changes: Partial<DirectorySource> = {}): AccessDirectory =>
  new AccessDirectory({
    ipRanges: ['10.0.0.0/8', '127.0.0.0/8'],
    partners: [
      {
        name: 'maker',
        number: 1,
        publicKey: base64(1),
        roles: ['market-maker'],
        permissions: 29,
        ipRanges: ['127.0.0.1/32'],
        cancelOnDisconnect: true,
      },
    ],
    peers: [{ region: 'lyon', number: 3, host: 'lyon', port: 7103, publicKey: base64(3), dials: true }],
    ...changes,
  });

describe('partner directory', () => {
  test('a known key from its own range is admitted with its permissions', () => {
    const admitted = aDirectory().admit('partner', key(1), '127.0.0.1');
    expect(admitted).toMatchObject({ peer: { name: 'maker', number: 1, permissions: 29, cancelOnDisconnect: true } });
  });

  test('an unknown key is refused', () => {
    expect(aDirectory().admit('partner', key(9), '127.0.0.1')).toEqual({ refused: 'RELAIS_E_UNKNOWN_PARTNER', peer: null });
  });

  test('a partner key cannot act as a region, nor a region key as a partner', () => {
    expect(aDirectory().admit('node', key(1), '127.0.0.1')).toMatchObject({ refused: 'RELAIS_E_UNKNOWN_PARTNER' });
    expect(aDirectory().admit('partner', key(3), '127.0.0.1')).toMatchObject({ refused: 'RELAIS_E_UNKNOWN_PARTNER' });
    expect(aDirectory().find('partner', key(3))).toBeNull();
  });

  test('a known key from a foreign range is refused, and the refusal says whose key it was', () => {
    expect(aDirectory().admit('partner', key(1), '10.0.0.7')).toMatchObject({
      refused: 'RELAIS_E_ADDRESS_REFUSED',
      peer: { name: 'maker' },
    });
  });

  test('an address outside the ranges of the region is refused before anything is known of the peer', () => {
    expect(aDirectory().refuseAddress('192.0.2.1')).toBe('RELAIS_E_ADDRESS_REFUSED');
    expect(aDirectory().refuseAddress('::ffff:10.1.2.3')).toBeNull();
    expect(aDirectory().refuseAddress('nonsense')).toBe('RELAIS_E_ADDRESS_REFUSED');
    expect(aDirectory({ ipRanges: [] }).refuseAddress('127.0.0.1')).toBe('RELAIS_E_ADDRESS_REFUSED');
  });

  test('two owners of one key, a short key and a bad range are refused', () => {
    const partners = [1, 2].map((number) => ({
      name: `p${number}`,
      number,
      publicKey: base64(7),
      roles: [],
      permissions: 0,
      ipRanges: ['0.0.0.0/0'],
      cancelOnDisconnect: false,
    }));
    expect(() => aDirectory({ partners })).toThrow('RELAIS_E_CONFIGURATION');
    expect(() => aDirectory({ peers: [{ region: 'x', number: 2, host: 'x', port: 1, publicKey: 'AAAA', dials: true }] })).toThrow(
      'RELAIS_E_CONFIGURATION',
    );
    expect(() => aDirectory({ ipRanges: ['10.0.0.0'] })).toThrow('RELAIS_E_CONFIGURATION');
  });
});
