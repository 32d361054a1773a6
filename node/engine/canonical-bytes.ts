/**
 * Numbers and bytes of the canonical state. Unsigned numbers are LEB128; signed ones have their sign in bit 6 of the first byte. Both reach
 * ±(2^53 − 1). An item never crosses the end of a part, so a reader has each item whole.
 */
import { RelaisError } from '../../registry/index.js';

const PART_BYTES = 65_536;
/** Larger than any item: a record with its longest id and all its numbers. */
const ITEM_BYTES_MAX = 512;
export const PART_BYTES_MAX = PART_BYTES + ITEM_BYTES_MAX;

export class CanonicalWriter {
  private readonly bytes = new Uint8Array(PART_BYTES_MAX);
  private used = 0;

  /** Time to `take`: another item might not fit. */
  get isFull(): boolean {
    return this.used >= PART_BYTES;
  }

  get isEmpty(): boolean {
    return this.used === 0;
  }

  /** What was written since the last call; valid until the next write. */
  take(): Uint8Array {
    const part = this.bytes.subarray(0, this.used);
    this.used = 0;
    return part;
  }

  byte(value: number): void {
    this.bytes[this.used] = value;
    this.used += 1;
  }

  number(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  signed(value: number): void {
    const magnitude = Math.abs(value);
    const sign = value < 0 ? 64 : 0;
    if (magnitude < 64) {
      this.byte(magnitude | sign);
      return;
    }
    this.byte((magnitude % 64) | sign | 128);
    this.number(Math.floor(magnitude / 64));
  }

  text(bytes: Uint8Array, at: number, length: number): void {
    this.byte(length);
    for (let index = 0; index < length; index += 1) this.byte(bytes[at + index] as number);
  }
}

export class CanonicalReader {
  private readonly parts: AsyncIterator<Uint8Array>;
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(parts: AsyncIterable<Uint8Array>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  /** The present part is used up: `load` the next one before reading on. */
  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** Goes on to the next part. False when there is none. */
  async load(): Promise<boolean> {
    const next = await this.parts.next();
    this.bytes = next.done === true ? new Uint8Array(0) : next.value;
    this.at = 0;
    return next.done !== true;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw damaged('an item ends early');
    this.at += 1;
    return value;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (let byte = 128; byte >= 128; scale *= 128) {
      byte = this.byte();
      value += (byte % 128) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw damaged('a number is too large');
    }
    return value;
  }

  signed(): number {
    const first = this.byte();
    const magnitude = (first & 63) + (first >= 128 ? this.number() * 64 : 0);
    if (magnitude > Number.MAX_SAFE_INTEGER) throw damaged('a number is too large');
    return (first & 64) === 0 ? magnitude : 0 - magnitude;
  }

  /** A text of at most `maxBytes`; valid until the next part is loaded. */
  text(maxBytes: number): Uint8Array {
    const length = this.byte();
    if (length > maxBytes || this.at + length > this.bytes.length) throw damaged('a text is too long');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

export const damaged = (detail: string): RelaisError => new RelaisError('RELAIS_E_ENGINE_CHECKPOINT_DAMAGED', detail);
