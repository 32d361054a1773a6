import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { type CaptureDirection, type CaptureRole, encodeCaptureEntry, encodeCaptureHeader } from './capture-format.js';

/** A disk that is slower than the session must not cost memory without end: the capture stops there. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Writes one session's bytes for `relais decode`, into a folder that is made when it is not there. Diagnosis only: the session never waits
 * for it and does not notice when it fails.
 */
export class CaptureFile {
  private readonly stream: WriteStream;
  private isOpen = true;

  constructor(path: string, role: CaptureRole) {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    } catch {
      // Opening the file fails as well then, which is heard below.
    }
    this.stream = createWriteStream(path, { mode: 0o600 });
    this.stream.on('error', () => {
      this.isOpen = false;
    });
    this.stream.write(encodeCaptureHeader(role));
  }

  add(direction: CaptureDirection, bytes: Uint8Array): void {
    if (this.isOpen && this.stream.writableLength > MAX_WAITING_BYTES) void this.close();
    if (!this.isOpen) return;
    const timeUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    this.stream.write(encodeCaptureEntry(direction, timeUs, bytes));
  }

  /** Resolves when what was added is in the file, or will never be. */
  close(): Promise<void> {
    this.isOpen = false;
    return new Promise((resolve) => this.stream.end(() => resolve()));
  }
}
