import { RelaisError } from '../../registry/index.js';

export interface CredentialsRegion {
  readonly name: string;
  readonly number: number;
  readonly host: string;
  readonly port: number;
  /** Static X25519 key of the region, base64. */
  readonly publicKey: string;
}

/** The file that a partner is given: who it is, its secrets, and where the regions are. */
export interface Credentials {
  readonly partner: string;
  readonly number: number;
  /** Static X25519 key pair, base64 of 32 bytes each. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** From which the handshake's psk of the day is derived, base64. */
  readonly seed: string;
  readonly regions: readonly CredentialsRegion[];
}

export const keyBytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** Checks the shape of credentials. Errors: RELAIS_E_CREDENTIALS, whose detail names a field and never a value. */
export function checkCredentials(value: unknown): Credentials {
  const credentials = record(value, 'credentials');
  text(credentials, 'partner', 'partner');
  whole(credentials, 'number', 'number', 65_535);
  for (const field of ['privateKey', 'publicKey'] as const) key(credentials, field, field);
  if (keyBytes(text(credentials, 'seed', 'seed')).length < 16) throw new RelaisError('RELAIS_E_CREDENTIALS', 'seed is too short');
  if (!Array.isArray(credentials.regions) || credentials.regions.length === 0) {
    throw new RelaisError('RELAIS_E_CREDENTIALS', 'regions is not a list of regions');
  }
  credentials.regions.forEach((entry, at) => {
    const region = record(entry, `regions[${at}]`);
    text(region, 'name', `regions[${at}].name`);
    text(region, 'host', `regions[${at}].host`);
    whole(region, 'number', `regions[${at}].number`, 65_535);
    whole(region, 'port', `regions[${at}].port`, 65_535);
    key(region, 'publicKey', `regions[${at}].publicKey`);
  });
  return value as Credentials;
}

/** Errors: RELAIS_E_CREDENTIALS_REGION. Without a name, the only region or none. */
export function regionOf(credentials: Credentials, name: string | undefined): CredentialsRegion {
  const names = credentials.regions.map((region) => region.name).join(', ');
  const found =
    name === undefined
      ? credentials.regions.length === 1
        ? credentials.regions[0]
        : undefined
      : credentials.regions.find((region) => region.name === name);
  if (found === undefined) throw new RelaisError('RELAIS_E_CREDENTIALS_REGION', `${name ?? 'name one of them'}: ${names}`);
  return found;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RelaisError('RELAIS_E_CREDENTIALS', `${what} is not an object`);
  return value as Record<string, unknown>;
}

function text(from: Record<string, unknown>, field: string, what: string): string {
  const value = from[field];
  if (typeof value !== 'string' || value === '') throw new RelaisError('RELAIS_E_CREDENTIALS', `${what} is not a text`);
  return value;
}

function whole(from: Record<string, unknown>, field: string, what: string, max: number): void {
  const value = from[field];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > max) {
    throw new RelaisError('RELAIS_E_CREDENTIALS', `${what} is not a number from 1 to ${max}`);
  }
}

function key(from: Record<string, unknown>, field: string, what: string): void {
  if (keyBytes(text(from, field, what)).length !== 32) throw new RelaisError('RELAIS_E_CREDENTIALS', `${what} is not 32 bytes in base64`);
}
