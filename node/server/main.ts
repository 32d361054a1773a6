#!/usr/bin/env node
/** `relais-node CONFIGURATION SECRETS DATA`: runs one node of a region until SIGTERM or SIGINT. */
import { readFile } from 'node:fs/promises';
import type { NodeConfiguration } from '../../operator/desired/index.js';
import { RelaisError } from '../../registry/index.js';
import { createLogger } from './logger.js';
import { readNodeSecrets, SecretsWatch } from './node-secrets.js';
import { RegionalServer } from './regional-server.js';

const [configurationPath = '', secretsPath = '', dataFolder = ''] = process.argv.slice(2);
const log = createLogger({ name: 'relais-node', level: process.env.RELAIS_LOG_LEVEL ?? 'info' });

function die(error: unknown): never {
  log.fatal({ code: error instanceof RelaisError ? error.code : undefined, err: error }, 'the node ends');
  process.exit(1);
}

process.on('uncaughtException', die);
process.on('unhandledRejection', die);

if (dataFolder === '') {
  process.stderr.write('usage: relais-node CONFIGURATION SECRETS DATA\n');
  process.exit(2);
}

async function readConfiguration(): Promise<NodeConfiguration> {
  try {
    return JSON.parse(await readFile(configurationPath, 'utf8')) as NodeConfiguration;
  } catch (cause) {
    throw new RelaisError('RELAIS_E_CONFIGURATION', configurationPath, { cause });
  }
}

try {
  const configuration = await readConfiguration();
  const secrets = await readNodeSecrets(secretsPath);
  const server = await RegionalServer.start({
    configuration,
    secrets,
    dataFolder,
    log: log.child({ region: configuration.region.name }),
    failed: die,
  });
  const watch = new SecretsWatch(
    secretsPath,
    secrets.version,
    (later) => server.replaceSecrets(later),
    (error) => log.warn({ err: error }, 'secrets cannot be read; those that are held go on'),
  );
  let isStopping = false;
  const stop = (why: string): void => {
    if (isStopping) return;
    isStopping = true;
    watch.close();
    log.info({ why }, 'stopping');
    server.close().then(() => process.exit(0), die);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // Started by `relais up`: when that has died, nobody else would stop this node.
  process.on('disconnect', () => stop('the parent process is gone'));
} catch (error) {
  die(error);
}
