/**
 * Capture file: what one session read and wrote, as it was on the wire (docs/decode.md). Pure: bytes in, bytes out.
 *
 *     file  = "RELAISC1" | role u8 (0 responder, 1 initiator) | 7 bytes 0 | entry*
 *     entry = direction u8 (0 received, 1 sent) | length u32 | timeUs u64 | bytes          (little-endian, timeUs of the Unix epoch)
 */
export const CAPTURE_MAGIC = 'RELAISC1';
export const CAPTURE_HEADER_BYTES = 16;
export const CAPTURE_ENTRY_HEADER_BYTES = 13;
/** No write of a session is near this; a larger length is damage. */
export const CAPTURE_MAX_ENTRY_BYTES = 1 << 26;

export type CaptureRole = 'responder' | 'initiator';
export type CaptureDirection = 'received' | 'sent';

export interface CaptureEntry {
  readonly direction: CaptureDirection;
  readonly timeUs: number;
  readonly bytes: Uint8Array;
}

export function encodeCaptureHeader(role: CaptureRole): Uint8Array {
  const header = new Uint8Array(CAPTURE_HEADER_BYTES);
  header.set(new TextEncoder().encode(CAPTURE_MAGIC));
  header[CAPTURE_MAGIC.length] = role === 'initiator' ? 1 : 0;
  return header;
}

/** Header and bytes of one entry in one new buffer. */
export function encodeCaptureEntry(direction: CaptureDirection, timeUs: number, bytes: Uint8Array): Uint8Array {
  const entry = new Uint8Array(CAPTURE_ENTRY_HEADER_BYTES + bytes.length);
  const view = new DataView(entry.buffer);
  view.setUint8(0, direction === 'sent' ? 1 : 0);
  view.setUint32(1, bytes.length, true);
  view.setUint32(5, timeUs % 2 ** 32, true);
  view.setUint32(9, Math.floor(timeUs / 2 ** 32), true);
  entry.set(bytes, CAPTURE_ENTRY_HEADER_BYTES);
  return entry;
}

/** Reads a capture as it grows: give it whatever has been read, in pieces of any size. */
export class CaptureReader {
  role: CaptureRole | null = null;
  private pending = new Uint8Array(0);

  /** Entries that are complete now. Errors come as a sentence, once, and nothing is read after it. */
  push(chunk: Uint8Array): { entries: CaptureEntry[]; damage: string | null } {
    const bytes = new Uint8Array(this.pending.length + chunk.length);
    bytes.set(this.pending);
    bytes.set(chunk, this.pending.length);
    const view = new DataView(bytes.buffer);
    const entries: CaptureEntry[] = [];
    let at = 0;
    let damage: string | null = null;
    if (this.role === null && bytes.length >= CAPTURE_HEADER_BYTES) {
      const magic = String.fromCharCode(...bytes.subarray(0, CAPTURE_MAGIC.length));
      if (magic !== CAPTURE_MAGIC) return { entries, damage: 'it does not begin with RELAISC1' };
      this.role = bytes[CAPTURE_MAGIC.length] === 1 ? 'initiator' : 'responder';
      at = CAPTURE_HEADER_BYTES;
    }
    while (this.role !== null && at + CAPTURE_ENTRY_HEADER_BYTES <= bytes.length) {
      const direction = view.getUint8(at);
      const length = view.getUint32(at + 1, true);
      if (direction > 1 || length > CAPTURE_MAX_ENTRY_BYTES) {
        damage = `an entry has direction ${direction} and length ${length}`;
        break;
      }
      const start = at + CAPTURE_ENTRY_HEADER_BYTES;
      if (start + length > bytes.length) break;
      const timeUs = view.getUint32(at + 5, true) + view.getUint32(at + 9, true) * 2 ** 32;
      entries.push({ direction: direction === 1 ? 'sent' : 'received', timeUs, bytes: bytes.subarray(start, start + length) });
      at = start + length;
    }
    this.pending = bytes.subarray(at);
    return { entries, damage };
  }

  /** Bytes of an entry that has not arrived whole. */
  get pendingBytes(): number {
    return this.pending.length;
  }
}
