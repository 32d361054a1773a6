/**
 * The secrets that a node is handed in a file: its identity, transport keys, seeds of partners. Read at the start and again whenever the file
 * changes; a lower version than the one held is refused. Nothing here is ever logged.
 */
import { readFile, stat } from 'node:fs/promises';
import { checkNodeSecrets, type NodeSecrets } from '../../operator/keys/index.js';
import { RelaisError } from '../../registry/index.js';

const POLL_MS = 500;

/** Errors: RELAIS_E_KEYS_DAMAGED, also when the file cannot be read. */
export async function readNodeSecrets(path: string): Promise<NodeSecrets> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new RelaisError('RELAIS_E_KEYS_DAMAGED', `${path} cannot be read`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parse error quotes the text, which is secret.
    throw new RelaisError('RELAIS_E_KEYS_DAMAGED', `${path} is not JSON`);
  }
  return checkNodeSecrets(value, path);
}

/** Looks at the file now and then and hands over each higher version. Polling works the same on every file system and mount. */
export class SecretsWatch {
  readonly #path: string;
  readonly #changed: (secrets: NodeSecrets) => void;
  readonly #failed: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #version: number;
  #seen = '';
  #isReading = false;

  constructor(path: string, version: number, changed: (secrets: NodeSecrets) => void, failed: (error: unknown) => void) {
    this.#path = path;
    this.#version = version;
    this.#changed = changed;
    this.#failed = failed;
    this.#timer = setInterval(() => void this.look(), POLL_MS).unref();
  }

  async look(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const { mtimeMs, ino, size } = await stat(this.#path);
      const seen = `${mtimeMs}/${ino}/${size}`;
      if (seen === this.#seen) return;
      const secrets = await readNodeSecrets(this.#path);
      this.#seen = seen;
      if (secrets.version <= this.#version) return;
      this.#version = secrets.version;
      this.#changed(secrets);
    } catch (error) {
      // What is held goes on; a file that is missing or damaged for good is seen in the log.
      this.#failed(error);
    } finally {
      this.#isReading = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
