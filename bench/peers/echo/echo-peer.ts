/** One way of sending 64 bytes to a server and getting them back. */
export interface EchoPeer {
  /** Starts the server; what it returns is handed to `connect` in the other process. */
  listen(): Promise<EchoAddress>;
  /** `onAnswer` gets each payload that came back, valid only during the call. */
  connect(address: EchoAddress, onAnswer: (payload: Uint8Array) => void): Promise<EchoClient>;
}

export interface EchoAddress {
  readonly port: number;
}

export interface EchoClient {
  send(payload: Uint8Array): void;
}

export const PAYLOAD_BYTES = 64;
export const HOST = '127.0.0.1';

/** Cuts a byte stream into payloads of fixed size. */
export function payloadCutter(onPayload: (payload: Uint8Array) => void): (chunk: Uint8Array) => void {
  const partial = new Uint8Array(PAYLOAD_BYTES);
  let held = 0;
  return (chunk) => {
    let at = 0;
    if (held > 0) {
      at = Math.min(PAYLOAD_BYTES - held, chunk.length);
      partial.set(chunk.subarray(0, at), held);
      held += at;
      if (held < PAYLOAD_BYTES) return;
      held = 0;
      onPayload(partial);
    }
    for (; at + PAYLOAD_BYTES <= chunk.length; at += PAYLOAD_BYTES) onPayload(chunk.subarray(at, at + PAYLOAD_BYTES));
    partial.set(chunk.subarray(at));
    held = chunk.length - at;
  };
}
