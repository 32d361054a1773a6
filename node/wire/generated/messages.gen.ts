// Generated from node/wire/schema by `npm run generate`. Do not edit.

import { decodeAck, emptyAck } from './ack.gen.js';
import { decodeNack, emptyNack } from './nack.gen.js';
import { decodeBeat, emptyBeat } from './beat.gen.js';
import { decodeRekeyOffer, emptyRekeyOffer } from './rekey-offer.gen.js';
import { decodeRekeyAnswer, emptyRekeyAnswer } from './rekey-answer.gen.js';
import { decodeCredit, emptyCredit } from './credit.gen.js';
import { decodeClose, emptyClose } from './close.gen.js';
import { decodeQuote, emptyQuote } from './quote.gen.js';
import { decodeTrade, emptyTrade } from './trade.gen.js';
import { decodeBookSnapshot, emptyBookSnapshot } from './book-snapshot.gen.js';
import { decodeBookIncrement, emptyBookIncrement } from './book-increment.gen.js';
import { decodeInstrumentStatus, emptyInstrumentStatus } from './instrument-status.gen.js';
import { decodeNewOrder, emptyNewOrder } from './new-order.gen.js';
import { decodeCancelOrder, emptyCancelOrder } from './cancel-order.gen.js';
import { decodeReplaceOrder, emptyReplaceOrder } from './replace-order.gen.js';
import { decodeMassCancel, emptyMassCancel } from './mass-cancel.gen.js';
import { decodeExecutionReport, emptyExecutionReport } from './execution-report.gen.js';
import { decodeOrderRefused, emptyOrderRefused } from './order-refused.gen.js';
import { decodeReplayPosition, emptyReplayPosition } from './replay-position.gen.js';
import { decodeWelcome, emptyWelcome } from './welcome.gen.js';
import { decodeSubscribe, emptySubscribe } from './subscribe.gen.js';
import { decodeUnsubscribe, emptyUnsubscribe } from './unsubscribe.gen.js';
import { decodeRequestResult, emptyRequestResult } from './request-result.gen.js';
import { decodeInstrumentsRequest, emptyInstrumentsRequest } from './instruments-request.gen.js';
import { decodeInstrumentDefinition, emptyInstrumentDefinition } from './instrument-definition.gen.js';
import { decodeQuoteRequest, emptyQuoteRequest } from './quote-request.gen.js';
import { decodeQuoteResponse, emptyQuoteResponse } from './quote-response.gen.js';
import { decodeExecutionsFrom, emptyExecutionsFrom } from './executions-from.gen.js';
import { decodeOrderStatusRequest, emptyOrderStatusRequest } from './order-status-request.gen.js';
import { decodePositionRequest, emptyPositionRequest } from './position-request.gen.js';
import { decodePosition, emptyPosition } from './position.gen.js';
import { decodeNotice, emptyNotice } from './notice.gen.js';
import { decodeEcho, emptyEcho } from './echo.gen.js';
import { decodeEchoReply, emptyEchoReply } from './echo-reply.gen.js';
import { decodeHello, emptyHello } from './hello.gen.js';
import { decodeCommandHeader, emptyCommandHeader } from './command-header.gen.js';
import { decodeSessionEnded, emptySessionEnded } from './session-ended.gen.js';
import { decodeCalendarTick, emptyCalendarTick } from './calendar-tick.gen.js';
import { decodeInstrumentDefined, emptyInstrumentDefined } from './instrument-defined.gen.js';
import { decodeEpochOpened, emptyEpochOpened } from './epoch-opened.gen.js';

export interface MessageDescription {
  readonly name: string;
  readonly type: number;
  readonly channel: string;
  /** Largest message of this type, CRC32 included. */
  readonly maxBytes: number;
  /** Name of the enumeration of each field that has one. */
  readonly enumerations: Readonly<Record<string, string>>;
  /** Decodes into a fresh plain object: for tools, not for the hot path. */
  decode(view: DataView, bytes: Uint8Array, at: number, length: number): object;
}

/** Every message by its type. */
export const MESSAGE_DESCRIPTIONS: ReadonlyMap<number, MessageDescription> = new Map<number, MessageDescription>([
  [1, {
    name: 'Ack',
    type: 1,
    channel: 'control',
    maxBytes: 17,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeAck(view, bytes, at, length, emptyAck()),
  }],
  [2, {
    name: 'Nack',
    type: 2,
    channel: 'control',
    maxBytes: 655,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeNack(view, bytes, at, length, emptyNack()),
  }],
  [3, {
    name: 'Beat',
    type: 3,
    channel: 'control',
    maxBytes: 25,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeBeat(view, bytes, at, length, emptyBeat()),
  }],
  [4, {
    name: 'RekeyOffer',
    type: 4,
    channel: 'control',
    maxBytes: 78,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeRekeyOffer(view, bytes, at, length, emptyRekeyOffer()),
  }],
  [5, {
    name: 'RekeyAnswer',
    type: 5,
    channel: 'control',
    maxBytes: 74,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeRekeyAnswer(view, bytes, at, length, emptyRekeyAnswer()),
  }],
  [6, {
    name: 'Credit',
    type: 6,
    channel: 'control',
    maxBytes: 14,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeCredit(view, bytes, at, length, emptyCredit()),
  }],
  [7, {
    name: 'Close',
    type: 7,
    channel: 'control',
    maxBytes: 208,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeClose(view, bytes, at, length, emptyClose()),
  }],
  [16, {
    name: 'Quote',
    type: 16,
    channel: 'marketData',
    maxBytes: 57,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeQuote(view, bytes, at, length, emptyQuote()),
  }],
  [17, {
    name: 'Trade',
    type: 17,
    channel: 'marketData',
    maxBytes: 50,
    enumerations: { aggressorSide: 'Side' },
    decode: (view, bytes, at, length) => decodeTrade(view, bytes, at, length, emptyTrade()),
  }],
  [18, {
    name: 'BookSnapshot',
    type: 18,
    channel: 'book',
    maxBytes: 32797,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeBookSnapshot(view, bytes, at, length, emptyBookSnapshot()),
  }],
  [19, {
    name: 'BookIncrement',
    type: 19,
    channel: 'book',
    maxBytes: 24613,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeBookIncrement(view, bytes, at, length, emptyBookIncrement()),
  }],
  [20, {
    name: 'InstrumentStatus',
    type: 20,
    channel: 'marketData',
    maxBytes: 26,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeInstrumentStatus(view, bytes, at, length, emptyInstrumentStatus()),
  }],
  [32, {
    name: 'NewOrder',
    type: 32,
    channel: 'orders',
    maxBytes: 87,
    enumerations: { side: 'Side', ordType: 'OrdType', timeInForce: 'TimeInForce', selfTradePolicy: 'SelfTradePolicy' },
    decode: (view, bytes, at, length) => decodeNewOrder(view, bytes, at, length, emptyNewOrder()),
  }],
  [33, {
    name: 'CancelOrder',
    type: 33,
    channel: 'orders',
    maxBytes: 83,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeCancelOrder(view, bytes, at, length, emptyCancelOrder()),
  }],
  [34, {
    name: 'ReplaceOrder',
    type: 34,
    channel: 'orders',
    maxBytes: 107,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeReplaceOrder(view, bytes, at, length, emptyReplaceOrder()),
  }],
  [35, {
    name: 'MassCancel',
    type: 35,
    channel: 'orders',
    maxBytes: 51,
    enumerations: { side: 'Side' },
    decode: (view, bytes, at, length) => decodeMassCancel(view, bytes, at, length, emptyMassCancel()),
  }],
  [40, {
    name: 'ExecutionReport',
    type: 40,
    channel: 'executions',
    maxBytes: 167,
    enumerations: { execType: 'ExecType', ordStatus: 'OrdStatus', rejectReason: 'RejectReason', cancelReason: 'CancelReason', side: 'Side', ordType: 'OrdType', timeInForce: 'TimeInForce' },
    decode: (view, bytes, at, length) => decodeExecutionReport(view, bytes, at, length, emptyExecutionReport()),
  }],
  [41, {
    name: 'OrderRefused',
    type: 41,
    channel: 'executions',
    maxBytes: 167,
    enumerations: { rejectReason: 'RejectReason' },
    decode: (view, bytes, at, length) => decodeOrderRefused(view, bytes, at, length, emptyOrderRefused()),
  }],
  [42, {
    name: 'ReplayPosition',
    type: 42,
    channel: 'executions',
    maxBytes: 21,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeReplayPosition(view, bytes, at, length, emptyReplayPosition()),
  }],
  [64, {
    name: 'Welcome',
    type: 64,
    channel: 'control',
    maxBytes: 97,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeWelcome(view, bytes, at, length, emptyWelcome()),
  }],
  [65, {
    name: 'Subscribe',
    type: 65,
    channel: 'control',
    maxBytes: 14,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeSubscribe(view, bytes, at, length, emptySubscribe()),
  }],
  [66, {
    name: 'Unsubscribe',
    type: 66,
    channel: 'control',
    maxBytes: 14,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeUnsubscribe(view, bytes, at, length, emptyUnsubscribe()),
  }],
  [67, {
    name: 'RequestResult',
    type: 67,
    channel: 'control',
    maxBytes: 212,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeRequestResult(view, bytes, at, length, emptyRequestResult()),
  }],
  [68, {
    name: 'InstrumentsRequest',
    type: 68,
    channel: 'control',
    maxBytes: 9,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeInstrumentsRequest(view, bytes, at, length, emptyInstrumentsRequest()),
  }],
  [69, {
    name: 'InstrumentDefinition',
    type: 69,
    channel: 'control',
    maxBytes: 145,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeInstrumentDefinition(view, bytes, at, length, emptyInstrumentDefinition()),
  }],
  [70, {
    name: 'QuoteRequest',
    type: 70,
    channel: 'control',
    maxBytes: 17,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeQuoteRequest(view, bytes, at, length, emptyQuoteRequest()),
  }],
  [71, {
    name: 'QuoteResponse',
    type: 71,
    channel: 'control',
    maxBytes: 68,
    enumerations: { source: 'QuoteSource' },
    decode: (view, bytes, at, length) => decodeQuoteResponse(view, bytes, at, length, emptyQuoteResponse()),
  }],
  [72, {
    name: 'ExecutionsFrom',
    type: 72,
    channel: 'control',
    maxBytes: 22,
    enumerations: { scope: 'ExecutionScope' },
    decode: (view, bytes, at, length) => decodeExecutionsFrom(view, bytes, at, length, emptyExecutionsFrom()),
  }],
  [73, {
    name: 'OrderStatusRequest',
    type: 73,
    channel: 'control',
    maxBytes: 42,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeOrderStatusRequest(view, bytes, at, length, emptyOrderStatusRequest()),
  }],
  [74, {
    name: 'PositionRequest',
    type: 74,
    channel: 'control',
    maxBytes: 9,
    enumerations: {},
    decode: (view, bytes, at, length) => decodePositionRequest(view, bytes, at, length, emptyPositionRequest()),
  }],
  [75, {
    name: 'Position',
    type: 75,
    channel: 'control',
    maxBytes: 23,
    enumerations: {},
    decode: (view, bytes, at, length) => decodePosition(view, bytes, at, length, emptyPosition()),
  }],
  [76, {
    name: 'Notice',
    type: 76,
    channel: 'control',
    maxBytes: 216,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeNotice(view, bytes, at, length, emptyNotice()),
  }],
  [77, {
    name: 'Echo',
    type: 77,
    channel: 'control',
    maxBytes: 17,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeEcho(view, bytes, at, length, emptyEcho()),
  }],
  [78, {
    name: 'EchoReply',
    type: 78,
    channel: 'control',
    maxBytes: 17,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeEchoReply(view, bytes, at, length, emptyEchoReply()),
  }],
  [79, {
    name: 'Hello',
    type: 79,
    channel: 'control',
    maxBytes: 13,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeHello(view, bytes, at, length, emptyHello()),
  }],
  [96, {
    name: 'CommandHeader',
    type: 96,
    channel: 'log',
    maxBytes: 24,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeCommandHeader(view, bytes, at, length, emptyCommandHeader()),
  }],
  [97, {
    name: 'SessionEnded',
    type: 97,
    channel: 'log',
    maxBytes: 13,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeSessionEnded(view, bytes, at, length, emptySessionEnded()),
  }],
  [98, {
    name: 'CalendarTick',
    type: 98,
    channel: 'log',
    maxBytes: 10,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeCalendarTick(view, bytes, at, length, emptyCalendarTick()),
  }],
  [99, {
    name: 'InstrumentDefined',
    type: 99,
    channel: 'log',
    maxBytes: 85,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeInstrumentDefined(view, bytes, at, length, emptyInstrumentDefined()),
  }],
  [100, {
    name: 'EpochOpened',
    type: 100,
    channel: 'log',
    maxBytes: 15,
    enumerations: {},
    decode: (view, bytes, at, length) => decodeEpochOpened(view, bytes, at, length, emptyEpochOpened()),
  }],
]);
