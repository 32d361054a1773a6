/** Commands and events that take orders out of the books. */
import { CancelReason, ExecType, OrdStatus, RejectReason, Side } from '../wire/index.js';
import type { EngineState } from './engine-state.js';
import type { ExecutionReports } from './execution-reports.js';
import type { Instrument } from './instrument.js';
import type { Matching } from './matching.js';
import { Byte, Int, NONE } from './order-records.js';
import type { PriceLadder } from './price-ladder.js';
import type { Request } from './request.js';
import { RequestMemory } from './request-memory.js';

export class CancelCommands {
  private readonly state: EngineState;
  private readonly reports: ExecutionReports;
  private readonly matching: Matching;
  private readonly memory: RequestMemory;

  constructor(state: EngineState, reports: ExecutionReports, matching: Matching) {
    this.state = state;
    this.reports = reports;
    this.matching = matching;
    this.memory = new RequestMemory(state);
  }

  cancel(request: Request): void {
    const { partner, origId } = request;
    let slot = this.state.openOrder(partner, origId.bytes, origId.at, origId.length);
    if (slot !== NONE && this.state.instrumentOf(slot).number !== request.instrument) slot = NONE;
    if (slot === NONE) {
      this.memory.rejected(request, NONE, RejectReason.UnknownOrder);
      this.reports.request(partner, request.instrument, ExecType.CancelRejected, RejectReason.UnknownOrder, request.id, origId);
      return;
    }
    this.matching.markCanceled(slot, CancelReason.ByRequest);
    this.memory.changed(request, slot, ExecType.Canceled);
    this.reports.changed(slot, ExecType.Canceled, request.id, origId);
    this.state.close(slot);
  }

  /** Reports each order, oldest first, then the request itself: orderId 0, its own client order id. */
  massCancel(request: Request): void {
    const { records, partnerOrders } = this.state;
    const side = request.massCancel.side;
    for (let slot = partnerOrders.first(request.partner); slot !== NONE; ) {
      const next = partnerOrders.after(slot);
      const isMeant =
        (request.instrument === 0 || this.state.instrumentOf(slot).number === request.instrument) &&
        (side === 0 || records.byte(slot, Byte.side) === side);
      if (isMeant) this.matching.cancel(slot, CancelReason.MassCancel);
      slot = next;
    }
    const record = this.memory.result(request, ExecType.Canceled);
    if (record !== NONE) {
      records.setByte(record, Byte.ordStatus, OrdStatus.Canceled);
      records.setByte(record, Byte.cancelReason, CancelReason.MassCancel);
      records.setByte(record, Byte.side, side);
    }
    this.reports.massCanceled(request.partner, request.instrument, side, request.id);
  }

  /** Cancels the orders with cancel on disconnect that a session has entered, oldest first. */
  sessionEnded(session: number): void {
    const { records, sessionOrders } = this.state;
    for (let slot = sessionOrders.first(session); slot !== NONE; ) {
      const next = records.int(slot, Int.sessionNext);
      this.matching.cancel(slot, CancelReason.Disconnect);
      slot = next;
    }
  }

  /** The session of an instrument is over: its day orders expire, oldest first. */
  dayEnded(instrument: Instrument): void {
    const { dayOrders } = this.state;
    for (let slot = dayOrders.first(instrument.index); slot !== NONE; ) {
      const next = dayOrders.after(slot);
      this.matching.expire(slot);
      slot = next;
    }
  }

  /** Cancels everything of an instrument: bids, offers, waiting buys, waiting sells, each best first. */
  withdrawn(instrument: Instrument): void {
    for (const side of [Side.Buy, Side.Sell]) this.cancelAll(instrument.bookOf(side));
    for (const side of [Side.Buy, Side.Sell]) this.cancelAll(instrument.stopsOf(side));
  }

  private cancelAll(ladder: PriceLadder): void {
    for (let level = ladder.best(); level !== NONE; level = ladder.best()) {
      this.matching.cancel(this.state.levels.head(level), CancelReason.Operator);
    }
  }
}
