/**
 * Reads that wait for their answers, by request id. Reads change nothing, so those that may are simply sent again on a new connection.
 * No I/O: bytes go out through the port, deadlines come from it.
 */
import { RelaisError } from '../../../registry/index.js';

export interface RequestPort {
  /** Takes a message for the control channel. */
  send(type: number, bytes: Uint8Array): void;
  setTimer(ms: number, callback: () => void): () => void;
}

export interface Request {
  readonly type: number;
  /** Message with this request id in it. */
  readonly encode: (requestId: number) => Uint8Array;
  /** undefined: waits as long as the connection lives. */
  readonly withinMs?: number;
  /** Sent again after a reconnect; otherwise it fails with RELAIS_E_DISCONNECTED. */
  readonly survives: boolean;
  /** A RequestResult without error is its answer; otherwise an answer of its own follows. */
  readonly endsWithResult: boolean;
}

interface Waiting {
  readonly request: Request;
  readonly bytes: Uint8Array;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly cancelTimer: () => void;
}

const REQUESTS_MAX = 65_536;

export class RequestTable {
  private readonly waiting = new Map<number, Waiting>();
  private readonly port: RequestPort;
  private lastId = 0;
  private isConnected = false;

  constructor(port: RequestPort) {
    this.port = port;
  }

  /** A request id that nothing else uses now. Subscriptions take theirs from here too. */
  newId(): number {
    do this.lastId = this.lastId >= 0xffff_ffff ? 1 : this.lastId + 1;
    while (this.waiting.has(this.lastId));
    return this.lastId;
  }

  /** Errors: RELAIS_E_REQUEST_TIMEOUT, RELAIS_E_DISCONNECTED, RELAIS_E_IN_FLIGHT_LIMIT, and whatever the server answers. */
  ask<Answer>(request: Request): Promise<Answer> {
    return this.askWithId<Answer>(request).answer;
  }

  askWithId<Answer>(request: Request): { requestId: number; answer: Promise<Answer> } {
    if (this.waiting.size >= REQUESTS_MAX) throw new RelaisError('RELAIS_E_IN_FLIGHT_LIMIT', `${REQUESTS_MAX} reads`);
    const requestId = this.newId();
    const bytes = request.encode(requestId);
    const answer = new Promise<Answer>((resolve, reject) => {
      const { withinMs } = request;
      const expire = () => this.failed(requestId, new RelaisError('RELAIS_E_REQUEST_TIMEOUT', `${withinMs} ms`));
      const cancelTimer = withinMs === undefined ? () => {} : this.port.setTimer(withinMs, expire);
      this.waiting.set(requestId, { request, bytes, resolve: resolve as (answer: unknown) => void, reject, cancelTimer });
    });
    if (this.isConnected) this.port.send(request.type, bytes);
    else if (!request.survives) this.failed(requestId, new RelaisError('RELAIS_E_DISCONNECTED'));
    return { requestId, answer };
  }

  has(requestId: number): boolean {
    return this.waiting.has(requestId);
  }

  answered(requestId: number, answer: unknown): void {
    this.take(requestId)?.resolve(answer);
  }

  /** A RequestResult without error. */
  succeeded(requestId: number): void {
    if (this.waiting.get(requestId)?.request.endsWithResult === true) this.answered(requestId, undefined);
  }

  failed(requestId: number, error: RelaisError): void {
    this.take(requestId)?.reject(error);
  }

  connected(): void {
    this.isConnected = true;
    for (const { request, bytes } of this.waiting.values()) this.port.send(request.type, bytes);
  }

  disconnected(): void {
    this.isConnected = false;
    for (const [requestId, { request }] of [...this.waiting]) {
      if (!request.survives) this.failed(requestId, new RelaisError('RELAIS_E_DISCONNECTED'));
    }
  }

  close(error: RelaisError): void {
    for (const requestId of [...this.waiting.keys()]) this.failed(requestId, error);
  }

  private take(requestId: number): Waiting | undefined {
    const waiting = this.waiting.get(requestId);
    if (waiting === undefined) return undefined;
    this.waiting.delete(requestId);
    waiting.cancelTimer();
    return waiting;
  }
}
