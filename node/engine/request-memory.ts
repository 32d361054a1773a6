import type { ExecType, RejectReason } from '../wire/index.js';
import { ExecType as ExecTypes } from '../wire/index.js';
import type { EngineState } from './engine-state.js';
import { Byte, Int, NONE, Wide } from './order-records.js';
import type { Request } from './request.js';

/**
 * Makes the records by which repeated requests are answered. Cancels are obeyed even when there is no room to remember them: repeated, they
 * find nothing left to cancel.
 */
export class RequestMemory {
  private readonly state: EngineState;

  constructor(state: EngineState) {
    this.state = state;
  }

  /** A record under the client order id of the request. The caller has looked for room and for the id. */
  remember(request: Request): number {
    const { ids, memory, records } = this.state;
    const slot = records.allocate(request.type);
    records.setPartner(slot, request.partner);
    records.setId(slot, request.id.bytes, request.id.at, request.id.length);
    records.setInt(slot, Int.fingerprint, request.fingerprint);
    records.setInt(slot, Int.instrument, this.state.instrument(request.instrument)?.index ?? NONE);
    records.setInt(slot, Int.link, NONE);
    ids.insert(slot);
    memory.remember(slot, request.acceptUntilUs);
    return slot;
  }

  /** A cancel or replace that was refused. `order`: the open order that it meant, or −1. */
  rejected(request: Request, order: number, reason: RejectReason): void {
    const slot = this.result(request, ExecTypes.CancelRejected);
    if (slot === NONE) return;
    this.state.records.setByte(slot, Byte.rejectReason, reason);
    if (order !== NONE) this.state.records.setWide(slot, Wide.orderId, this.state.records.wide(order, Wide.orderId));
  }

  /** A request that took effect on `order`, as the order is now. Its record, or −1 when there was no room. */
  changed(request: Request, order: number, execType: ExecType): number {
    const { records } = this.state;
    const slot = this.result(request, execType);
    if (slot === NONE) return NONE;
    for (const field of [Wide.orderId, Wide.price, Wide.stopPrice, Wide.quantity, Wide.cumQuantity] as const) {
      records.setWide(slot, field, records.wide(order, field));
    }
    for (const field of [Byte.side, Byte.ordType, Byte.timeInForce, Byte.ordStatus, Byte.cancelReason] as const) {
      records.setByte(slot, field, records.byte(order, field));
    }
    return slot;
  }

  /** Remembers the result of a request that is no order; −1 when there is no room. */
  result(request: Request, execType: ExecType): number {
    const { records, epoch, seq, timeUs } = this.state;
    if (records.isFull) return NONE;
    const slot = this.remember(request);
    records.setByte(slot, Byte.execType, execType);
    records.setWide(slot, Wide.lastEpoch, epoch);
    records.setWide(slot, Wide.lastSeq, seq);
    records.setWide(slot, Wide.lastTimeUs, timeUs);
    return slot;
  }
}
