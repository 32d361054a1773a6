import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCredentials, regionOf } from './credentials.js';

const key = Buffer.alloc(32, 7).toString('base64');
const paris = { name: 'paris', number: 1, host: '127.0.0.1', port: 7001, publicKey: key };
const good = { partner: 'desk', number: 3, privateKey: key, publicKey: key, seed: key, regions: [paris] };

function thrownBy(action: () => unknown): { code: string; message: string } {
  try {
    action();
  } catch (error) {
    return error as { code: string; message: string };
  }
  return { code: 'nothing was thrown', message: '' };
}

describe('credentials', () => {
  test('good ones are taken, a region is found by name, or because it is the only one', () => {
    const credentials = checkCredentials(good);
    expect(regionOf(credentials, 'paris').port).toBe(7001);
    expect(regionOf(credentials, undefined).name).toBe('paris');
    const two = checkCredentials({ ...good, regions: [paris, { ...paris, name: 'lyon', number: 3 }] });
    expect(() => regionOf(two, undefined)).toThrow(
      expect.objectContaining({ code: 'RELAIS_E_CREDENTIALS_REGION', detail: expect.stringMatching(/paris, lyon/) }),
    );
    expect(() => regionOf(two, 'madrid')).toThrow(expect.objectContaining({ code: 'RELAIS_E_CREDENTIALS_REGION' }));
  });

  test('any one field that is wrong is named, and no secret with it', () => {
    const fields = ['partner', 'number', 'privateKey', 'publicKey', 'seed', 'regions'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.constantFrom(undefined, null, 0, -1, 1.5, '', 'secret', {}, [], true), (field, value) => {
        if ((field === 'partner' && value === 'secret') || (field === 'number' && value === 1)) return;
        const error = thrownBy(() => checkCredentials({ ...good, [field]: value }));
        expect(error.code).toBe('RELAIS_E_CREDENTIALS');
        expect(error.message).toContain(field);
        expect(error.message).not.toContain('secret');
      }),
    );
  });

  test('whatever a file holds, the outcome is credentials or a coded error', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => checkCredentials(value)).toThrow(expect.objectContaining({ code: 'RELAIS_E_CREDENTIALS' }));
      }),
    );
  });
});
