import {
  CancelOrderReader,
  decodeExecutionsFrom,
  decodeSubscribe,
  emptyExecutionsFrom,
  emptySubscribe,
  MassCancelReader,
  MessageType,
  NewOrderReader,
  ReplaceOrderReader,
} from '../wire/index.js';

const readers = {
  [MessageType.NewOrder]: new NewOrderReader(),
  [MessageType.CancelOrder]: new CancelOrderReader(),
  [MessageType.ReplaceOrder]: new ReplaceOrderReader(),
  [MessageType.MassCancel]: new MassCancelReader(),
};

/** Instrument and client order id of a command, for its refusal. Errors: those of the decoder, when the command cannot be read. */
export function commandIdentity(
  type: number,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  length: number,
): { instrument: number; clientOrderId: string } {
  const reader = readers[type as keyof typeof readers];
  if (reader === undefined) return { instrument: 0, clientOrderId: '' };
  reader.wrap(view, bytes, at, length);
  return { instrument: reader.instrument, clientOrderId: reader.clientOrderId() };
}

const subscribe = emptySubscribe();
const executionsFrom = emptyExecutionsFrom();

/** The field that the access rule of the message looks at: `kinds` of Subscribe, `scope` of ExecutionsFrom, 0 for every other message. */
export function accessField(type: number, view: DataView, bytes: Uint8Array, at: number, length: number): number {
  if (type === MessageType.Subscribe) return decodeSubscribe(view, bytes, at, length, subscribe).kinds;
  if (type === MessageType.ExecutionsFrom) return decodeExecutionsFrom(view, bytes, at, length, executionsFrom).scope;
  return 0;
}
