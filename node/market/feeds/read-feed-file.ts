/** The edge: bytes of a feed file, plain or gzip, chunk by chunk. The only file of this folder that touches the disk. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RelaisError } from '../../../registry/index.js';

/**
 * Chunks of the file's text, decompressed where the file begins with the gzip magic. A chunk is valid until the next is asked for.
 * Errors: RELAIS_E_FEED_FILE (cannot be opened), RELAIS_E_FEED_DAMAGED (read or decompression fails, a gzip that ends early).
 */
export async function* readFeedFile(path: string): AsyncGenerator<Uint8Array> {
  const isGzip = await startsAsGzip(path);
  const file = createReadStream(path, { highWaterMark: 262_144 });
  // destroying the last stream (a reader that stops early) closes the file as well: that is what pipeline adds to pipe
  const stream = isGzip ? pipeline(file, createGunzip(), () => {}) : file;
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (cause) {
    throw new RelaisError('RELAIS_E_FEED_DAMAGED', `${path}: ${messageOf(cause)}`, { cause });
  }
}

async function startsAsGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (cause) {
    throw new RelaisError('RELAIS_E_FEED_FILE', `${path}: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
