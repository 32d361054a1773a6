import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** Names under which key material could ever be handed to the logger; their values are replaced before anything is written. */
const SECRET_NAMES = ['psk', 'seed', 'privateKey', 'secret', 'token', 'key', 'credentials'];

/** Every secret name at the top of a log object and up to two levels down. */
export const REDACTED_PATHS: readonly string[] = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * JSON lines to files and pipes, readable lines on a terminal. Secrets are redacted by name.
 * `destination` is only for tests; the default is standard error, so that standard output stays free for answers.
 */
export function createLogger(options: { name: string; level?: string; isTerminal?: boolean; destination?: NodeJS.WritableStream }): Logger {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
  };
  const out = options.destination ?? process.stderr;
  const isTerminal = options.isTerminal ?? process.stderr.isTTY === true;
  if (!isTerminal) return pino(settings, out);
  return pino(
    settings,
    pretty({ destination: out, colorize: options.destination === undefined, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' }),
  );
}
