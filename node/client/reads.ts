/** Single reads: quote, position, echo, instruments. Each is one request on the control channel. */
import { RelaisError } from '../../registry/index.js';
import {
  encodeEcho,
  encodeInstrumentsRequest,
  encodePositionRequest,
  encodeQuoteRequest,
  type InstrumentDefinition,
  MessageType,
  type QuoteResponse,
} from '../wire/index.js';
import type { RequestTable } from './core/request-table.js';
import { errorFromWire } from './core/wire-errors.js';
import type { Quote } from './market/events.js';
import { type QuoteSourceName, quoteSources } from './model/enum-names.js';
import type { TxId } from './model/execution.js';
import { Instrument, InstrumentCatalogue } from './model/instrument.js';

/** A quote that was read once, and how old it is. */
export interface QuoteRead extends Omit<Quote, 'conflated'> {
  /** Since the region that answered received it. */
  readonly ageMs: number;
  readonly source: QuoteSourceName | undefined;
}

type Encode<M> = (message: M, bytes: Uint8Array, view: DataView, at: number) => number;

function encoded<M>(encode: Encode<M>, message: M): Uint8Array {
  const bytes = new Uint8Array(64);
  return bytes.subarray(0, encode(message, bytes, new DataView(bytes.buffer), 0));
}

export class Reads {
  private readonly requests: RequestTable;
  private readonly withinMs: number;
  private readonly nowMs: () => number;
  private readonly definitions = new Map<number, InstrumentDefinition>();

  constructor(requests: RequestTable, withinMs: number, nowMs: () => number) {
    this.requests = requests;
    this.withinMs = withinMs;
    this.nowMs = nowMs;
  }

  async quote(instrument: Instrument, maxAgeMs: number): Promise<QuoteRead> {
    if (!Number.isInteger(maxAgeMs) || maxAgeMs < 0 || maxAgeMs > 0xffff_ffff) {
      throw new RelaisError('RELAIS_E_CONFIGURATION', `maxAgeMs is ${maxAgeMs}, allowed are whole numbers from 0`);
    }
    const response = await this.requests.ask<QuoteResponse>({
      type: MessageType.QuoteRequest,
      survives: true,
      endsWithResult: false,
      withinMs: this.withinMs,
      encode: (requestId) => encoded(encodeQuoteRequest, { requestId, instrument: instrument.id, maxAgeMs }),
    });
    const { updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity, ageMs } = response;
    return { instrument, updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity, ageMs, source: quoteSources.name(response.source) };
  }

  quoteResponse(response: QuoteResponse): void {
    if (response.error === 0) this.requests.answered(response.requestId, { ...response });
    else this.requests.failed(response.requestId, errorFromWire(response.error, ''));
  }

  position(): Promise<TxId> {
    return this.requests.ask<TxId>({
      type: MessageType.PositionRequest,
      survives: true,
      endsWithResult: false,
      withinMs: this.withinMs,
      encode: (requestId) => encoded(encodePositionRequest, { requestId }),
    });
  }

  /** Round trip in ms. */
  async echo(): Promise<number> {
    const begunMs = this.nowMs();
    await this.requests.ask<void>({
      type: MessageType.Echo,
      survives: false,
      endsWithResult: false,
      withinMs: this.withinMs,
      encode: (requestId) => encoded(encodeEcho, { requestId, timeUs: Math.max(0, Math.round(begunMs * 1_000)) }),
    });
    return this.nowMs() - begunMs;
  }

  async instruments(): Promise<InstrumentCatalogue> {
    this.definitions.clear();
    await this.requests.ask<void>({
      type: MessageType.InstrumentsRequest,
      survives: true,
      endsWithResult: true,
      withinMs: this.withinMs,
      encode: (requestId) => encoded(encodeInstrumentsRequest, { requestId }),
    });
    return new InstrumentCatalogue([...this.definitions.values()].map((definition) => new Instrument(definition)));
  }

  instrumentDefinition(definition: InstrumentDefinition): void {
    if (this.requests.has(definition.requestId)) this.definitions.set(definition.instrument, definition);
  }
}
