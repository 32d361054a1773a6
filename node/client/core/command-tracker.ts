/**
 * Commands whose result is not known yet: orders, cancels, replaces, mass cancels. Never lost, never doubled.
 *
 * Intuition: a registered letter. It is in the book until its receipt is back. When the post office burns down, the same letter, with the
 * same number, goes out again; whoever gets a number twice answers with the first receipt. Once the date on the letter has passed,
 * sending is useless: then one reads the register (the replay of executions), and if it is not in there, asks for it by number.
 *
 * So after a reconnect, in the order in which they were submitted:
 *  - acceptUntil not passed: the same bytes again; the region answers a duplicate with its first result;
 *  - passed, but it may have arrived: wait until the replay has reached the present, then ask for the order's status;
 *  - passed and it never left: it has failed.
 * `nowUs` is our estimate of the server's clock. It lags behind by the way of the Welcome, so what has passed here has passed there.
 *
 * No I/O: bytes go out through the port, results reach the observer of the command.
 */
import { type ErrorCode, RelaisError } from '../../../registry/index.js';

export interface CommandObserver<Result> {
  /** The peer's session has the bytes. */
  noteReceived(): void;
  noteConfirmed(result: Result): void;
  noteFailed(error: RelaisError): void;
}

export interface Command<Result> {
  readonly clientOrderId: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly acceptUntilUs: number;
  /** The region can be asked for it by its id: a new order. */
  readonly hasStatus: boolean;
  readonly observer: CommandObserver<Result>;
}

export interface CommandPort {
  /** Takes the bytes for the orders channel: their sequence there, or 0 if there is no room. */
  send(type: number, bytes: Uint8Array, length: number): number;
  askStatus(clientOrderId: string): void;
}

interface Entry<Result> {
  readonly command: Command<Result>;
  sends: number;
  /** Sequence on the orders channel of the present connection; 0 while unsent. */
  sentSeq: number;
  wasReceived: boolean;
  /** `past`: no more sending, its fate must be looked up. `asked`: the status request is out. */
  stage: 'open' | 'past' | 'asked';
}

/** How long after acceptUntil an answer may take on a healthy connection before we ask. */
const ASK_AFTER_US = 5_000_000;

export class CommandTracker<Result> {
  private readonly entries = new Map<string, Entry<Result>>();
  private readonly port: CommandPort;
  private readonly inFlightMax: number;
  private unsent: Entry<Result>[] = [];
  private unacknowledged: Entry<Result>[] = [];
  private isConnected = false;
  private hasReplayed = false;
  /** Times that bytes went out again after a reconnect. */
  resubmitted = 0;
  /** Called when the last command in flight has got its result. */
  onIdle: () => void = () => {};

  constructor(port: CommandPort, inFlightMax: number) {
    this.port = port;
    this.inFlightMax = inFlightMax;
  }

  get inFlight(): number {
    return this.entries.size;
  }

  /** Errors: RELAIS_E_IN_FLIGHT_LIMIT, RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT. */
  add(command: Command<Result>): void {
    if (this.entries.size >= this.inFlightMax) throw new RelaisError('RELAIS_E_IN_FLIGHT_LIMIT', `${this.inFlightMax}`);
    if (this.entries.has(command.clientOrderId)) throw new RelaisError('RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT', command.clientOrderId);
    const entry: Entry<Result> = { command, sends: 0, sentSeq: 0, wasReceived: false, stage: 'open' };
    this.entries.set(command.clientOrderId, entry);
    this.unsent.push(entry);
    this.sendUnsent();
  }

  has(clientOrderId: string): boolean {
    return this.entries.has(clientOrderId);
  }

  /** A new connection stands; its replay of executions has been asked for and is under way. */
  connected(nowUs: number): void {
    this.isConnected = true;
    this.hasReplayed = false;
    this.unsent = [];
    this.unacknowledged = [];
    for (const entry of [...this.entries.values()]) this.startAgain(entry, nowUs);
    this.sendUnsent();
  }

  private startAgain(entry: Entry<Result>, nowUs: number): void {
    entry.sentSeq = 0;
    if (nowUs <= entry.command.acceptUntilUs && entry.stage === 'open') this.unsent.push(entry);
    else if (entry.sends > 0) entry.stage = 'past';
    else this.fail(entry, 'RELAIS_E_ORDER_NOT_ACCEPTED', 'no connection until its acceptUntil');
  }

  /** All results of earlier connections have been delivered: what is past and still here can be asked for. */
  replayed(): void {
    this.hasReplayed = true;
    for (const entry of [...this.entries.values()]) if (entry.stage === 'past') this.lookUp(entry);
  }

  disconnected(): void {
    this.isConnected = false;
    this.hasReplayed = false;
    this.unacknowledged = [];
    for (const entry of this.entries.values()) if (entry.stage === 'asked') entry.stage = 'past';
  }

  /** The queue of the orders channel has room again. */
  writable(): void {
    this.sendUnsent();
  }

  /** The peer's session has everything of the orders channel up to `seq`. */
  acknowledged(seq: number): void {
    let count = 0;
    for (const entry of this.unacknowledged) {
      if (entry.sentSeq > seq) break;
      count += 1;
      this.noteReceived(entry);
    }
    this.unacknowledged.splice(0, count);
  }

  /** The first result of a command. False if none with this id waits (it has had its result). */
  confirmed(clientOrderId: string, result: Result): boolean {
    const entry = this.take(clientOrderId);
    if (entry === undefined) return false;
    entry.command.observer.noteConfirmed(result);
    return true;
  }

  /**
   * Refused before it was logged. A repeated command that is too late may have been logged when it came first: that is looked up.
   * Returns false if no command with this id waits.
   */
  refused(clientOrderId: string, isTooLate: boolean, error: RelaisError): boolean {
    const entry = this.entries.get(clientOrderId);
    if (entry === undefined) return false;
    if (isTooLate && entry.sends > 1) {
      entry.stage = 'past';
      if (this.hasReplayed) this.lookUp(entry);
      return true;
    }
    this.take(clientOrderId);
    entry.command.observer.noteFailed(error);
    return true;
  }

  /** Answer to `askStatus`: the region knows no such order. */
  statusUnknown(clientOrderId: string): void {
    const entry = this.entries.get(clientOrderId);
    if (entry?.stage === 'asked') this.fail(entry, 'RELAIS_E_ORDER_NOT_ACCEPTED', clientOrderId);
  }

  /** The question could not be answered now: `tick` asks again. */
  statusFailed(clientOrderId: string): void {
    const entry = this.entries.get(clientOrderId);
    if (entry?.stage === 'asked') entry.stage = 'past';
  }

  /** Once a second or so: asks for orders whose answer is overdue. */
  tick(nowUs: number): void {
    if (!this.isConnected || !this.hasReplayed) return;
    for (const entry of [...this.entries.values()]) {
      if (entry.command.acceptUntilUs + ASK_AFTER_US > nowUs) continue;
      if (entry.stage === 'past' || (entry.stage === 'open' && entry.sends > 0 && entry.command.hasStatus)) this.lookUp(entry);
    }
  }

  /** Ends everything that waits. */
  close(): void {
    this.isConnected = false;
    for (const entry of [...this.entries.values()]) {
      if (entry.sends === 0) this.fail(entry, 'RELAIS_E_CLIENT_CLOSED', 'the command was never sent');
      else this.fail(entry, 'RELAIS_E_OUTCOME_UNKNOWN', entry.command.clientOrderId);
    }
  }

  private sendUnsent(): void {
    if (!this.isConnected) return;
    let count = 0;
    for (const entry of this.unsent) {
      if (this.entries.get(entry.command.clientOrderId) === entry) {
        const { type, bytes, length } = entry.command;
        entry.sentSeq = this.port.send(type, bytes, length);
        if (entry.sentSeq === 0) break;
        if (entry.sends > 0) this.resubmitted += 1;
        entry.sends += 1;
        this.unacknowledged.push(entry);
      }
      count += 1;
    }
    if (count > 0) this.unsent.splice(0, count);
  }

  private lookUp(entry: Entry<Result>): void {
    if (entry.command.hasStatus) {
      entry.stage = 'asked';
      this.port.askStatus(entry.command.clientOrderId);
    } else this.fail(entry, 'RELAIS_E_ORDER_NOT_ACCEPTED', entry.command.clientOrderId);
  }

  private take(clientOrderId: string): Entry<Result> | undefined {
    const entry = this.entries.get(clientOrderId);
    if (entry === undefined) return undefined;
    this.forget(clientOrderId);
    // A result says more than an acknowledgement, and may overtake it.
    this.noteReceived(entry);
    return entry;
  }

  private forget(clientOrderId: string): void {
    this.entries.delete(clientOrderId);
    if (this.entries.size === 0) this.onIdle();
  }

  private noteReceived(entry: Entry<Result>): void {
    if (entry.wasReceived) return;
    entry.wasReceived = true;
    entry.command.observer.noteReceived();
  }

  private fail(entry: Entry<Result>, code: ErrorCode, detail: string): void {
    this.forget(entry.command.clientOrderId);
    entry.command.observer.noteFailed(new RelaisError(code, detail));
  }
}
