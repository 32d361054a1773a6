/**
 * Bytes of a checkpoint file: header (64 bytes) | chunk | chunk | … | end. A chunk is its length, its CRC32 and its bytes; the end is the
 * length 0 and the SHA-256 over everything before it. docs/log-format.md has the tables.
 */
import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { RelaisError } from '../../registry/index.js';
import { crc32 } from '../wire/index.js';
import { type LogFile, readFully, writeAll } from './file-system.js';
import { equalBytes, getUint53, HASH_BYTES, setUint53, viewOf } from './format.js';
import type { LogPosition } from './types.js';

const MAGIC = [0x52, 0x45, 0x4c, 0x41, 0x49, 0x53, 0x43, 0x50]; // RELAISCP
const VERSION = 1;
const HEADER_BYTES = 64;
const CHUNK_HEADER_BYTES = 8;
const MAX_CHUNK_BYTES = 16_777_216;
const BUFFER_BYTES = 262_144;

const damaged = (reason: string): RelaisError => new RelaisError('RELAIS_E_CHECKPOINT_DAMAGED', reason);

/** Collects small pieces into large writes and hashes what goes out. */
class Output {
  readonly #file: LogFile;
  readonly #digest = createHash('sha256');
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #filled = 0;
  #position = 0;

  constructor(file: LogFile) {
    this.#file = file;
  }

  put(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    return this.#write(bytes);
  }

  async end(): Promise<number> {
    await this.put(new Uint8Array(4));
    await this.#write(this.#digest.digest());
    await this.#flush();
    return this.#position;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      if (this.#filled === BUFFER_BYTES) await this.#flush();
      const piece = bytes.subarray(at, at + BUFFER_BYTES - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
    }
  }

  async #flush(): Promise<void> {
    await writeAll(this.#file, this.#buffer, 0, this.#filled, this.#position);
    this.#position += this.#filled;
    this.#filled = 0;
  }
}

/** Writes a whole checkpoint; returns its bytes. The caller syncs. */
export async function writeCheckpointFile(
  file: LogFile,
  region: number,
  position: LogPosition,
  chunks: Iterable<Uint8Array>,
): Promise<number> {
  const output = new Output(file);
  await output.put(headerBytes(region, position));
  for (const whole of chunks) {
    for (let at = 0; at < whole.length; at += MAX_CHUNK_BYTES) {
      const chunk = whole.subarray(at, at + MAX_CHUNK_BYTES);
      const header = new Uint8Array(CHUNK_HEADER_BYTES);
      viewOf(header).setUint32(0, chunk.length, true);
      viewOf(header).setUint32(4, crc32(chunk, 0, chunk.length), true);
      await output.put(header);
      await output.put(chunk);
    }
  }
  return output.end();
}

function headerBytes(region: number, position: LogPosition): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = viewOf(bytes);
  bytes.set(MAGIC);
  view.setUint16(8, VERSION, true);
  view.setUint16(10, region, true);
  view.setUint32(12, position.epoch, true);
  setUint53(view, 16, position.seq);
  bytes.set(position.hash.subarray(0, HASH_BYTES), 24);
  view.setUint32(60, crc32(bytes, 0, 60), true);
  return bytes;
}

/** Reads the header. Errors: RELAIS_E_CHECKPOINT_DAMAGED, RELAIS_E_LOG_FOREIGN. */
export async function readCheckpointPosition(file: LogFile, region: number, digest: Hash): Promise<LogPosition> {
  const bytes = await read(file, 0, HEADER_BYTES);
  const view = viewOf(bytes);
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) throw damaged('magic number');
  if (view.getUint32(60, true) !== crc32(bytes, 0, 60)) throw damaged('checksum of the header');
  if (view.getUint16(8, true) !== VERSION) throw new RelaisError('RELAIS_E_LOG_FOREIGN', `checkpoint version ${view.getUint16(8, true)}`);
  if (view.getUint16(10, true) !== region)
    throw new RelaisError('RELAIS_E_LOG_FOREIGN', `checkpoint of region ${view.getUint16(10, true)}`);
  digest.update(bytes);
  return { epoch: view.getUint32(12, true), seq: getUint53(view, 16), hash: bytes.slice(24, 24 + HASH_BYTES) };
}

/** Chunks in order; ends only after the hash over the whole file was right. Errors: RELAIS_E_CHECKPOINT_DAMAGED. */
export async function* readCheckpointChunks(file: LogFile, digest: Hash): AsyncGenerator<Uint8Array, void, undefined> {
  const size = await file.size();
  for (let position = HEADER_BYTES; ; ) {
    const lengthBytes = await read(file, position, 4);
    const length = viewOf(lengthBytes).getUint32(0, true);
    digest.update(lengthBytes);
    position += 4;
    if (length === 0) return expectEnd(await read(file, position, HASH_BYTES), digest, size - position);
    if (length > MAX_CHUNK_BYTES || length + 4 > size - position) throw damaged('length of a chunk');
    const rest = await read(file, position, 4 + length);
    digest.update(rest);
    position += rest.length;
    if (viewOf(rest).getUint32(0, true) !== crc32(rest, 4, length)) throw damaged('checksum of a chunk');
    yield rest.subarray(4);
  }
}

function expectEnd(hashBytes: Uint8Array, digest: Hash, left: number): void {
  if (left !== HASH_BYTES) throw damaged('bytes behind the end');
  if (!equalBytes(hashBytes, 0, digest.digest())) throw damaged('hash of the whole');
}

async function read(file: LogFile, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let got: number;
  try {
    got = await readFully(file, bytes, 0, length, position);
  } catch (error) {
    throw new RelaisError('RELAIS_E_LOG_READ_FAILED', (error as Error).message, { cause: error });
  }
  if (got < length) throw damaged('the file ends early');
  return bytes;
}
