/** Bytes → lines, whatever the split of the chunks. Holds at most one line of at most `lineBytesMax` bytes. */
import { RelaisError } from '../../../registry/index.js';

const NEWLINE = 10;

export class LineSplitter {
  readonly #lineBytesMax: number;
  readonly #decoder = new TextDecoder('utf-8');
  #rest: Uint8Array[] = [];
  #restBytes = 0;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** Hands each whole line (without its end, \n or \r\n) to `line`. Errors: RELAIS_E_FEED_LINE_TOO_LONG. */
  push(chunk: Uint8Array, line: (text: string) => void): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.#keep(chunk.subarray(start, end));
      line(this.#take());
      start = end + 1;
    }
    // a copy: the chunk belongs to its reader and may be used again
    if (start < chunk.length) this.#keep(chunk.slice(start));
  }

  /** Hands over the last line if the file does not end with a newline. */
  end(line: (text: string) => void): void {
    if (this.#restBytes > 0) line(this.#take());
  }

  #keep(part: Uint8Array): void {
    this.#restBytes += part.length;
    if (this.#restBytes > this.#lineBytesMax) {
      throw new RelaisError('RELAIS_E_FEED_LINE_TOO_LONG', `more than ${this.#lineBytesMax} bytes`);
    }
    this.#rest.push(part);
  }

  #take(): string {
    const bytes = this.#rest.length === 1 ? (this.#rest[0] as Uint8Array) : Buffer.concat(this.#rest, this.#restBytes);
    this.#rest = [];
    this.#restBytes = 0;
    const text = this.#decoder.decode(bytes);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }
}
