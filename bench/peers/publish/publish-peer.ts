/** One way of publishing to several subscribers. Publisher and subscribers stand in two processes. */
export interface PublishPeer {
  /** Publisher side: starts to serve; what it returns is handed to `subscribe`. */
  open(): Promise<PublishAddress>;
  /** Publisher side: resolves when that many subscribers are there. */
  subscribed(count: number): Promise<void>;
  /** Publisher side: one message to every subscriber. False: no room now, try again in a later turn of the loop. */
  publish(payload: Uint8Array): boolean;
  /** Subscriber side: that many independent subscribers. The payload is valid only during the call. */
  subscribe(address: PublishAddress, count: number, onMessage: (subscriber: number, bytes: Uint8Array, at: number) => void): Promise<void>;
}

export interface PublishAddress {
  readonly port: number;
}

export const HOST = '127.0.0.1';
/** What a subscriber may have waiting at the publisher before flat-out publishing pauses; the same for every contestant. */
export const MAX_WAITING_BYTES = 1 << 20;

/** Resolves when `arrived` has been called often enough. */
export class Arrivals {
  private count = 0;
  private wanted = Number.POSITIVE_INFINITY;
  private resolve: () => void = () => {};
  arrived(): void {
    if (++this.count >= this.wanted) this.resolve();
  }
  wait(wanted: number): Promise<void> {
    this.wanted = wanted;
    return new Promise((resolve) => {
      this.resolve = resolve;
      if (this.count >= wanted) resolve();
    });
  }
}
