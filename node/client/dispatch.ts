/** Messages of the main connection → the part of the client that they are for. */
import {
  CHANNELS,
  decodeBookIncrement,
  decodeBookSnapshot,
  decodeEchoReply,
  decodeInstrumentDefinition,
  decodeInstrumentStatus,
  decodeNotice,
  decodePosition,
  decodeQuote,
  decodeQuoteResponse,
  decodeReplayPosition,
  decodeRequestResult,
  decodeTrade,
  emptyBookIncrement,
  emptyBookSnapshot,
  emptyEchoReply,
  emptyInstrumentDefinition,
  emptyInstrumentStatus,
  emptyNotice,
  emptyPosition,
  emptyQuote,
  emptyQuoteResponse,
  emptyReplayPosition,
  emptyRequestResult,
  emptyTrade,
  MessageType,
} from '../wire/index.js';
import type { RequestTable } from './core/request-table.js';
import { errorFromWire } from './core/wire-errors.js';
import type { EventSource } from './events.js';
import type { MarketData } from './market/market-data.js';
import type { Instrument } from './model/instrument.js';
import type { OrderDesk } from './orders/order-desk.js';
import type { Reads } from './reads.js';

export interface DispatchTargets {
  readonly desk: OrderDesk;
  readonly market: MarketData;
  readonly requests: RequestTable;
  readonly reads: Reads;
  readonly events: EventSource;
  instrument(id: number): Instrument | undefined;
}

/** A peer of a newer version may send messages that we do not know: they are left alone. */
export class Dispatch {
  private readonly to: DispatchTargets;
  private readonly quote = emptyQuote();
  private readonly trade = emptyTrade();
  private readonly snapshot = emptyBookSnapshot();
  private readonly increment = emptyBookIncrement();
  private readonly result = emptyRequestResult();

  constructor(to: DispatchTargets) {
    this.to = to;
  }

  message(channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (channel === CHANNELS.marketData) this.marketData(type, bytes, view, at, length);
    else if (channel === CHANNELS.book) this.book(type, bytes, view, at, length);
    else if (channel === CHANNELS.executions) this.executions(type, bytes, view, at, length);
    else if (channel === CHANNELS.control) this.control(type, bytes, view, at, length);
  }

  private marketData(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.Quote) this.to.market.onQuote(decodeQuote(view, bytes, at, length, this.quote));
    else if (type === MessageType.Trade) this.to.market.onTrade(decodeTrade(view, bytes, at, length, this.trade));
    else if (type === MessageType.InstrumentStatus) {
      const status = decodeInstrumentStatus(view, bytes, at, length, emptyInstrumentStatus());
      const instrument = this.to.instrument(status.instrument);
      if (instrument !== undefined) this.to.events.emit({ type: 'instrumentStatus', instrument, isOpen: status.open === 1 });
    }
  }

  private book(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.BookIncrement) {
      this.to.market.onBookIncrement(decodeBookIncrement(view, bytes, at, length, this.increment));
    } else if (type === MessageType.BookSnapshot) {
      this.to.market.onBookSnapshot(decodeBookSnapshot(view, bytes, at, length, this.snapshot));
    }
  }

  private executions(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.ExecutionReport) this.to.desk.executionReport(bytes, view, at, length);
    else if (type === MessageType.OrderRefused) this.to.desk.orderRefused(bytes, view, at, length);
    else if (type === MessageType.ReplayPosition) {
      this.to.desk.replayPosition(decodeReplayPosition(view, bytes, at, length, emptyReplayPosition()));
    }
  }

  private control(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const { requests, reads } = this.to;
    switch (type) {
      case MessageType.RequestResult: {
        const { requestId, error, detail } = decodeRequestResult(view, bytes, at, length, this.result);
        this.requestResult(requestId, error, detail);
        break;
      }
      case MessageType.InstrumentDefinition:
        reads.instrumentDefinition(decodeInstrumentDefinition(view, bytes, at, length, emptyInstrumentDefinition()));
        break;
      case MessageType.QuoteResponse:
        reads.quoteResponse(decodeQuoteResponse(view, bytes, at, length, emptyQuoteResponse()));
        break;
      case MessageType.Position: {
        const { requestId, region, epoch, seq } = decodePosition(view, bytes, at, length, emptyPosition());
        requests.answered(requestId, { region, epoch, seq });
        break;
      }
      case MessageType.EchoReply:
        requests.answered(decodeEchoReply(view, bytes, at, length, emptyEchoReply()).requestId, undefined);
        break;
      case MessageType.Notice: {
        const { instrument, error, dropped, detail } = decodeNotice(view, bytes, at, length, emptyNotice());
        const { code } = errorFromWire(error, detail);
        this.to.events.emit({ type: 'notice', code, instrument: this.to.instrument(instrument), dropped, detail });
        break;
      }
    }
  }

  private requestResult(requestId: number, error: number, detail: string): void {
    if (error === 0) this.to.requests.succeeded(requestId);
    else if (this.to.requests.has(requestId)) this.to.requests.failed(requestId, errorFromWire(error, detail));
    else this.to.market.refused(requestId, errorFromWire(error, detail));
  }
}
