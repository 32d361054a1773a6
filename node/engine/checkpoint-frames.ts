/**
 * A checkpoint on its way to a disk or a peer: frames of (length u32, CRC32 u32, bytes), little-endian, the last one with length 0 and the
 * SHA-256 of all bytes before it, which is the digest of the state. However the stream is cut into chunks, it reads the same.
 */
import { createHash } from 'node:crypto';
import { crc32 } from '../wire/index.js';
import { damaged, PART_BYTES_MAX } from './canonical-bytes.js';

const HEADER_BYTES = 8;
const DIGEST_BYTES = 32;

/** Frames the parts of a canonical state; every chunk is memory of its own. */
export function* writeFrames(parts: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
    yield frame(part.length, part);
  }
  yield frame(0, hash.digest());
}

/** The parts, each checked; the digest at the end is checked before the stream ends. Errors: RELAIS_E_ENGINE_CHECKPOINT_DAMAGED. */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const source = new ByteSource(chunks);
  for (;;) {
    const header = await source.take(HEADER_BYTES);
    const headerView = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
    const length = headerView.getUint32(0, true);
    const expectedCrc = headerView.getUint32(4, true);
    if (length > PART_BYTES_MAX) throw damaged(`a part of ${length} bytes`);
    const part = await source.take(length === 0 ? DIGEST_BYTES : length);
    if (crc32(part, 0, part.length) !== expectedCrc) throw damaged('a part does not match its CRC32');
    if (length === 0) {
      if (!hash.digest().equals(part)) throw damaged('the state does not match its digest');
      if (!(await source.isAtEnd())) throw damaged('bytes after the end');
      return;
    }
    hash.update(part);
    yield part;
  }
}

function frame(length: number, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(HEADER_BYTES + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, crc32(content, 0, content.length), true);
  chunk.set(content, HEADER_BYTES);
  return chunk;
}

/** Takes exact lengths from chunks of any length. */
class ByteSource {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.at === this.chunk.length && !(await this.next())) throw damaged('it ends early');
      const count = Math.min(length - filled, this.chunk.length - this.at);
      taken.set(this.chunk.subarray(this.at, this.at + count), filled);
      filled += count;
      this.at += count;
    }
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    while (this.at === this.chunk.length) if (!(await this.next())) return true;
    return false;
  }

  private async next(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done === true) return false;
    this.chunk = next.value;
    this.at = 0;
    return true;
  }
}
