/** Log entries that were encoded beforehand, off the heap, so that a run measures the engine alone. */
import { encodeCommandHeader } from '../../node/wire/index.js';

const STRIDE = 160;

export type WriteCommand = (bytes: Uint8Array, view: DataView, at: number) => number;

export class CommandTape {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  private readonly lengths: Uint8Array;
  count = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity * STRIDE);
    this.view = new DataView(this.bytes.buffer);
    this.lengths = new Uint8Array(capacity);
  }

  get isFull(): boolean {
    return this.count === this.lengths.length;
  }

  add(timeUs: number, partner: number, commandType: number, write: WriteCommand): void {
    const at = this.count * STRIDE;
    const header = encodeCommandHeader({ timeUs, partner, commandType, session: 1 }, this.bytes, this.view, at);
    this.lengths[this.count] = header + write(this.bytes, this.view, at + header);
    this.count += 1;
  }

  at(index: number): number {
    return index * STRIDE;
  }

  length(index: number): number {
    return this.lengths[index] as number;
  }
}
