import { CHANNELS, FLAG_CONTINUED, FLAG_MORE, FRAME_HEADER_BYTES } from '../../wire/index.js';
import { describeMessage, messageName } from './describe-message.js';

const CHANNEL_NAMES = new Map(Object.entries(CHANNELS).map(([name, number]) => [number as number, name]));
/** A message that is put together from fragments is printed whole up to this; a hostile stream cannot make us keep more. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

interface Partial {
  type: number;
  chunks: Uint8Array[];
  bytes: number;
}

/** Prints the frames of record bodies; keeps the fragments of messages that are not complete, for each channel. */
export class FrameDescriber {
  private readonly partials = new Map<number, Partial>();

  /** One line for each message, fragment or complaint. */
  describe(body: Uint8Array): string[] {
    const lines: string[] = [];
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    let at = 0;
    while (at < body.length) {
      if (body.length - at < FRAME_HEADER_BYTES) return [...lines, `${body.length - at} bytes that are no frame`];
      const length = view.getUint16(at, true);
      const channel = view.getUint8(at + 2);
      const type = view.getUint8(at + 3);
      const flags = view.getUint8(at + 4);
      const count = view.getUint8(at + 5);
      const seq = view.getUint32(at + 6, true);
      at += FRAME_HEADER_BYTES;
      if (body.length - at < length * count) return [...lines, `a frame of ${count} × ${length} bytes that the record does not hold`];
      for (let i = 0; i < count; i++, at += length) {
        const where = `${CHANNEL_NAMES.get(channel) ?? `channel ${channel}`} seq ${seq === 0 ? '-' : seq + i}`;
        lines.push(`${where} ${this.message(channel, type, flags, body, at, length)}`);
      }
    }
    return lines;
  }

  private message(channel: number, type: number, flags: number, body: Uint8Array, at: number, length: number): string {
    if ((flags & (FLAG_MORE | FLAG_CONTINUED)) === 0) return this.whole(type, body, at, length);
    const fragment = body.subarray(at, at + length);
    const known = (flags & FLAG_CONTINUED) !== 0 ? this.partials.get(channel) : undefined;
    const partial = known ?? { type, chunks: [], bytes: 0 };
    if (known === undefined && (flags & FLAG_CONTINUED) !== 0)
      return `${messageName(type)} fragment of ${length} bytes, its beginning was not seen`;
    partial.chunks.push(fragment);
    partial.bytes += length;
    this.partials.set(channel, partial);
    const text = `${messageName(type)} fragment ${partial.chunks.length} of ${length} bytes`;
    if ((flags & FLAG_MORE) !== 0 && partial.bytes <= MAX_MESSAGE_BYTES) return text;
    this.partials.delete(channel);
    if ((flags & FLAG_MORE) !== 0) return `${text}, more than a message may have`;
    const message = Buffer.concat(partial.chunks);
    return `${text}, the last: ${this.whole(type, message, 0, message.length)}`;
  }

  private whole(type: number, bytes: Uint8Array, at: number, length: number): string {
    const { name, fields, complaints } = describeMessage(type, bytes, at, length);
    return [name, ...fields, ...complaints.map((complaint) => `!! ${complaint}`)].join(' ');
  }
}
