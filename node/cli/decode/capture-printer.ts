import { type CaptureEntry, CaptureReader } from '../../transport/index.js';
import { showTime } from './describe-message.js';
import type { KeyRing, Side } from './key-ring.js';
import { StreamDissector } from './stream-dissector.js';

export interface Printed {
  readonly lines: readonly string[];
  /** Why reading ended, if the capture is damaged. */
  readonly damage: string | null;
}

/** Turns a capture file, as it is read piece by piece, into lines: time, who sent it, what it is. */
export class CapturePrinter {
  private readonly reader = new CaptureReader();
  private readonly dissectors: Readonly<Record<Side, StreamDissector>>;

  constructor(keys: KeyRing) {
    this.dissectors = { initiator: new StreamDissector('initiator', keys), responder: new StreamDissector('responder', keys) };
  }

  push(chunk: Uint8Array): Printed {
    const { entries, damage } = this.reader.push(chunk);
    return { lines: entries.flatMap((entry) => this.print(entry)), damage };
  }

  /** What is left when the file ends. */
  end(): string[] {
    const { pendingBytes } = this.reader;
    return pendingBytes === 0 ? [] : [`the capture ends within an entry (${pendingBytes} bytes of it)`];
  }

  private print({ direction, timeUs, bytes }: CaptureEntry): string[] {
    const isInitiator = (this.reader.role === 'initiator') === (direction === 'sent');
    const side: Side = isInitiator ? 'initiator' : 'responder';
    const prefix = `${showTime(timeUs).slice(11)} ${isInitiator ? 'I → R' : 'R → I'}  `;
    return this.dissectors[side].push(bytes, timeUs / 1000).map((line) => prefix + line);
  }
}
