import { readFile } from 'node:fs/promises';
import { RelaisError } from '../../registry/index.js';
import { type Credentials, checkCredentials, regionOf } from './credentials.js';
import { kernelSurroundings } from './edge/kernel-surroundings.js';
import { type ClientLimits, clientLimits } from './limits.js';
import { Relais } from './relais.js';

export interface ConnectOptions extends Partial<ClientLimits> {
  /** Path of the credentials file, or its content. */
  readonly credentials: string | Credentials;
  /** Name of the region. May be left out when the credentials list one only. */
  readonly region?: string;
  /** Servers of that region, the preferred one first. Default: the one that the credentials name. */
  readonly endpoints?: readonly { readonly host: string; readonly port: number }[];
  /** Settings of session and transport by their names in docs/configuration.md, such as busyPollUs. */
  readonly settings?: Readonly<Record<string, number | boolean | string>>;
}

/**
 * Connects to a region. Resolves when the server is ready and the instruments are known; from then on the client comes back by itself
 * after every interruption, until `close()`.
 * Errors: RELAIS_E_CREDENTIALS, RELAIS_E_CREDENTIALS_REGION, RELAIS_E_CONFIGURATION, RELAIS_E_CONNECT_TIMEOUT (its cause says why).
 */
export async function connect(options: ConnectOptions): Promise<Relais> {
  const limits = clientLimits(options);
  const credentials = checkCredentials(typeof options.credentials === 'string' ? await readJson(options.credentials) : options.credentials);
  const region = regionOf(credentials, options.region);
  const endpoints = options.endpoints ?? [{ host: region.host, port: region.port }];
  if (endpoints.length === 0) throw new RelaisError('RELAIS_E_CONFIGURATION', 'endpoints is empty');
  const around = kernelSurroundings({ credentials, region, endpoints, settings: options.settings ?? {} });
  const relais = new Relais(around, limits, region.number);
  await relais.open();
  return relais;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // The content may be a secret: it is never part of the message.
    const why = error instanceof SyntaxError ? 'is not JSON' : ((error as NodeJS.ErrnoException).code ?? 'cannot be read');
    throw new RelaisError('RELAIS_E_CREDENTIALS', `${path}: ${why}`);
  }
}
