/**
 * The SDK: `import { connect } from 'relais/client'`. Orders, executions and market data of one region over one connection that comes back
 * by itself. Cores (core/, model/, market/, stream/) are pure; sockets, timers and randomness are in edge/ and connect.ts only.
 * Must not live here: anything that a server does, command-line output, the environment.
 */
export { type ErrorCode, RelaisError } from '../../registry/index.js';
export { type ConnectOptions, connect } from './connect.js';
export type { ConnectionState, Failure } from './core/connection-plan.js';
export type { TransactionPosition } from './core/execution-position.js';
export type { Credentials, CredentialsRegion } from './credentials.js';
export type { ClientEvent } from './events.js';
export type { ExecutionsOptions } from './execution-feed.js';
export type { ClientLimits } from './limits.js';
export type { BookLevel, BookView, Quote, Trade, TradeGap } from './market/events.js';
export { decimalFromScaled, scaledFromDecimal } from './model/decimal.js';
export type {
  CancelReasonName,
  ExecutionTypeName,
  OrderStatusName,
  OrderTypeName,
  QuoteSourceName,
  RejectReasonName,
  SelfTradeName,
  SideName,
  TimeInForceName,
} from './model/enum-names.js';
export { type Execution, isOver, OrderError, type TxId } from './model/execution.js';
export type { DecimalInput, Instrument } from './model/instrument.js';
export type { MassCancelRequest, OrderRequest, ReplaceRequest } from './model/order-request.js';
export type { CommandHandle, Order } from './orders/order.js';
export type { QuoteRead } from './reads.js';
export type { ClientCounters, OrderName, Relais } from './relais.js';
