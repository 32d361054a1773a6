import { CHANNELS } from '../../wire/index.js';

/** Messages for the control channel that wait for room in its queue, in order. Emptied at each loss: whoever asked asks again. */
export class ControlQueue {
  private readonly send: (channel: number, type: number, bytes: Uint8Array, length: number) => number;
  private waiting: { type: number; bytes: Uint8Array }[] = [];

  constructor(send: (channel: number, type: number, bytes: Uint8Array, length: number) => number) {
    this.send = send;
  }

  push(type: number, bytes: Uint8Array): void {
    if (this.waiting.length > 0 || this.send(CHANNELS.control, type, bytes, bytes.length) === 0) this.waiting.push({ type, bytes });
  }

  /** There is room again. */
  writable(): void {
    let sent = 0;
    for (const { type, bytes } of this.waiting) {
      if (this.send(CHANNELS.control, type, bytes, bytes.length) === 0) break;
      sent += 1;
    }
    this.waiting.splice(0, sent);
  }

  clear(): void {
    this.waiting = [];
  }
}
