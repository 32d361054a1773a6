/** What a client tells beside its data: for logs, metrics and screens. Nothing here needs an action. */
import type { ErrorCode, RelaisError } from '../../registry/index.js';
import type { SessionEvent } from '../session/index.js';
import type { ConnectionState } from './core/connection-plan.js';
import type { Instrument } from './model/instrument.js';
import { BoundedStream } from './stream/bounded-stream.js';
import { LatestStream } from './stream/latest-stream.js';

export type ClientEvent =
  | { readonly type: 'state'; readonly state: ConnectionState }
  /** From the server, such as a slow reader that was restarted from a snapshot. */
  | {
      readonly type: 'notice';
      readonly code: ErrorCode;
      readonly instrument: Instrument | undefined;
      readonly dropped: number;
      readonly detail: string;
    }
  /** A message failed its CRC32 (RELAIS_E_MESSAGE_CRC); what it was part of has been asked for again. */
  | { readonly type: 'damagedMessage'; readonly error: RelaisError }
  | { readonly type: 'bookRestarted'; readonly instrument: Instrument; readonly reason: 'gap' | 'damage' }
  /** A trading session opened or closed; told for instruments whose quotes or trades are being read. */
  | { readonly type: 'instrumentStatus'; readonly instrument: Instrument; readonly isOpen: boolean }
  /** The region cannot replay the executions since the last connection; states of open orders may lack reports. */
  | { readonly type: 'executionsUnavailable'; readonly error: RelaisError }
  /** Inside the session: damage, retransmission, new keys. */
  | { readonly type: 'session'; readonly event: SessionEvent }
  /** Events that `events()` left out because they were not read. */
  | { readonly type: 'eventsLeftOut'; readonly count: number };

const EVENTS_MAX = 1_024;

/** Listeners and streams of events. A listener that throws harms nobody but itself: its error is thrown where the process sees it. */
export class EventSource {
  private readonly listeners = new Set<(event: ClientEvent) => void>();
  private readonly streams = new Map<BoundedStream<ClientEvent>, number>();
  private readonly stateStreams = new Set<LatestStream<'state', ConnectionState>>();

  emit(event: ClientEvent): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    for (const [stream, leftOut] of this.streams) this.offer(stream, leftOut, event);
    if (event.type === 'state') for (const stream of this.stateStreams) stream.set('state', event.state);
  }

  /** The result ends it. */
  listen(listener: (event: ClientEvent) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  stream(): BoundedStream<ClientEvent> {
    const stream: BoundedStream<ClientEvent> = new BoundedStream(EVENTS_MAX, () => this.streams.delete(stream));
    this.streams.set(stream, 0);
    return stream;
  }

  states(now: ConnectionState): LatestStream<'state', ConnectionState> {
    const stream: LatestStream<'state', ConnectionState> = new LatestStream(
      (_, newer) => newer,
      () => this.stateStreams.delete(stream),
    );
    this.stateStreams.add(stream);
    stream.set('state', now);
    return stream;
  }

  end(): void {
    for (const stream of [...this.streams.keys()]) stream.end();
    for (const stream of [...this.stateStreams]) stream.end();
    this.listeners.clear();
  }

  private offer(stream: BoundedStream<ClientEvent>, leftOut: number, event: ClientEvent): void {
    const hasSaidSo = leftOut === 0 || stream.push({ type: 'eventsLeftOut', count: leftOut });
    if (hasSaidSo && stream.push(event)) this.streams.set(stream, 0);
    else this.streams.set(stream, (hasSaidSo ? 0 : leftOut) + 1);
  }
}
