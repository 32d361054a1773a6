/** The real engine with plain objects going in and coming out, for tests. */
import { type EngineOutput, MatchingEngine } from '../../node/engine/index.js';
import {
  decodeBookIncrement,
  decodeBookSnapshot,
  decodeExecutionReport,
  decodeInstrumentStatus,
  decodeQuote,
  decodeTrade,
  emptyBookIncrement,
  emptyBookSnapshot,
  emptyExecutionReport,
  emptyInstrumentStatus,
  emptyQuote,
  emptyTrade,
  encodeCalendarTick,
  encodeCancelOrder,
  encodeCommandHeader,
  encodeEpochOpened,
  encodeInstrumentDefined,
  encodeMassCancel,
  encodeNewOrder,
  encodeReplaceOrder,
  encodeSessionEnded,
  MessageType,
  messageCrcIsGood,
} from '../../node/wire/index.js';
import type { Command, Event, Header } from './reference-engine.js';

export const REGION = 7;

export interface DrivenLimits {
  recordsMax?: number;
  instrumentsMax?: number;
  stopsPerInstrumentMax?: number;
  hashKey?: { low: number; high: number };
}

const TYPES = {
  new: MessageType.NewOrder,
  cancel: MessageType.CancelOrder,
  replace: MessageType.ReplaceOrder,
  mass: MessageType.MassCancel,
  session: MessageType.SessionEnded,
  tick: MessageType.CalendarTick,
  define: MessageType.InstrumentDefined,
} as const;

const bytes = new Uint8Array(512);
const view = new DataView(bytes.buffer);

function encodeCommand(command: Command, at: number): number {
  switch (command.kind) {
    case 'new':
      return encodeNewOrder(command.message, bytes, view, at);
    case 'cancel':
      return encodeCancelOrder(command.message, bytes, view, at);
    case 'replace':
      return encodeReplaceOrder(command.message, bytes, view, at);
    case 'mass':
      return encodeMassCancel(command.message, bytes, view, at);
    case 'session':
      return encodeSessionEnded({ endedSession: command.endedSession }, bytes, view, at);
    case 'tick':
      return encodeCalendarTick({ instrument: command.instrument, open: command.open }, bytes, view, at);
    case 'define':
      return encodeInstrumentDefined(command.message, bytes, view, at);
  }
}

/** A log entry as the server writes it. */
export function encodeEntry(header: Header, command: Command): Uint8Array {
  const { timeUs, partner, session } = header;
  const at = encodeCommandHeader({ timeUs, partner, session, commandType: TYPES[command.kind] }, bytes, view, 0);
  return bytes.slice(0, at + encodeCommand(command, at));
}

export function encodeEpochEntry(timeUs: number, epoch: number, behaviourVersion: number): Uint8Array {
  const at = encodeCommandHeader({ timeUs, partner: 0, session: 0, commandType: MessageType.EpochOpened }, bytes, view, 0);
  return bytes.slice(0, at + encodeEpochOpened({ epoch, previousEpoch: epoch - 1, behaviourVersion }, bytes, view, at));
}

/** Collects what the engine says, decoded, and insists that every message has a good CRC32. */
export class Collector implements EngineOutput {
  events: Event[] = [];

  execution(partner: number, message: Uint8Array, messageView: DataView, at: number, length: number): void {
    if (!messageCrcIsGood(message, at, length)) throw new RangeError('CRC32 of an execution report');
    this.events.push({ partner, report: decodeExecutionReport(messageView, message, at, length, emptyExecutionReport()) });
  }

  market(type: number, instrument: number, message: Uint8Array, messageView: DataView, at: number, length: number): void {
    if (!messageCrcIsGood(message, at, length)) throw new RangeError('CRC32 of market data');
    this.events.push({ market: NAMES.get(type) ?? String(type), instrument, value: decodeMarket(type, message, messageView, at, length) });
  }
}

const NAMES = new Map<number, string>([
  [MessageType.Trade, 'Trade'],
  [MessageType.BookIncrement, 'BookIncrement'],
  [MessageType.Quote, 'Quote'],
  [MessageType.InstrumentStatus, 'InstrumentStatus'],
]);

function decodeMarket(type: number, message: Uint8Array, messageView: DataView, at: number, length: number): object {
  if (type === MessageType.Trade) return decodeTrade(messageView, message, at, length, emptyTrade());
  if (type === MessageType.Quote) return decodeQuote(messageView, message, at, length, emptyQuote());
  if (type === MessageType.InstrumentStatus) return decodeInstrumentStatus(messageView, message, at, length, emptyInstrumentStatus());
  const { basePrice, levels, ...rest } = decodeBookIncrement(messageView, message, at, length, emptyBookIncrement());
  return { ...rest, levels: levels.map((l) => ({ price: basePrice + l.priceOffset, quantity: l.quantity })) };
}

export class DrivenEngine {
  readonly engine: MatchingEngine;

  constructor(limits: DrivenLimits = {}) {
    this.engine = new MatchingEngine({
      region: REGION,
      recordsMax: limits.recordsMax ?? 256,
      instrumentsMax: limits.instrumentsMax ?? 4,
      stopsPerInstrumentMax: limits.stopsPerInstrumentMax ?? 16,
      hashKey: limits.hashKey ?? { low: 1, high: 2 },
    });
  }

  apply(header: Header, command: Command): Event[] {
    return this.applyBytes(header.epoch, header.seq, encodeEntry(header, command));
  }

  applyBytes(epoch: number, seq: number, entry: Uint8Array): Event[] {
    const collector = new Collector();
    const entryView = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
    this.engine.apply(epoch, seq, entry, entryView, 0, entry.length, collector);
    return collector.events;
  }

  check(nowUs: number, partner: number, command: Command): number {
    const length = encodeCommand(command, 0);
    return this.engine.check(nowUs, partner, TYPES[command.kind], bytes, view, 0, length);
  }

  answerDuplicate(partner: number, command: Command): { seq: number; events: Event[] } {
    const collector = new Collector();
    const length = encodeCommand(command, 0);
    const seq = this.engine.answerDuplicate(partner, TYPES[command.kind], bytes, view, 0, length, collector);
    return { seq, events: collector.events };
  }

  orderStatus(partner: number, clientOrderId: string): { seq: number; events: Event[] } {
    const collector = new Collector();
    const id = Buffer.from(clientOrderId, 'latin1');
    return { seq: this.engine.orderStatus(partner, id, 0, id.length, collector), events: collector.events };
  }

  /** Bids and offers, best first, as [price, quantity]. */
  book(instrument: number, maxLevels = 1024): { updateSeq: number; bids: [number, number][]; offers: [number, number][] } | null {
    const message = this.engine.bookSnapshot(instrument, maxLevels);
    if (message === null) return null;
    if (!messageCrcIsGood(message.bytes, message.at, message.length)) throw new RangeError('CRC32 of a snapshot');
    const snapshot = decodeBookSnapshot(message.view, message.bytes, message.at, message.length, emptyBookSnapshot());
    const levels = snapshot.levels.map((l): [number, number] => [l.price, l.quantity]);
    return { updateSeq: snapshot.updateSeq, bids: levels.slice(0, snapshot.bidCount), offers: levels.slice(snapshot.bidCount) };
  }

  digest(): string {
    return Buffer.from(this.engine.digest()).toString('hex');
  }

  checkpoint(): Uint8Array {
    return Buffer.concat([...this.engine.writeCheckpoint()]);
  }

  /** Reads a checkpoint that comes in chunks of `chunkBytes`. */
  async restore(checkpoint: Uint8Array, chunkBytes = 1000): Promise<void> {
    await this.engine.readCheckpoint(chunksOf(checkpoint, chunkBytes));
  }
}

async function* chunksOf(content: Uint8Array, chunkBytes: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < content.length; at += chunkBytes) yield content.subarray(at, at + chunkBytes);
}
