/** Where small control messages are encoded before a session copies them; one per process is enough because `send` copies at once. */
const bytes = new Uint8Array(1024);
const view = new DataView(bytes.buffer);

export interface Outlet {
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number;
}

/** Encodes `value` with a generated encoder and sends it. False when the queue of the channel is full. */
export function sendMessage<T>(
  outlet: Outlet,
  channel: number,
  type: number,
  encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number,
  value: T,
): boolean {
  const length = encode(value, bytes, view, 0);
  return outlet.send(channel, type, bytes, 0, length) !== 0;
}
