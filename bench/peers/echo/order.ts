import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { BEHAVIOUR_VERSION } from '../../../node/engine/index.js';
import { TransactionLog } from '../../../node/log/index.js';
import { CommitGate } from '../../../node/server/commit-gate.js';
import { type CommandLog, OrderPath } from '../../../node/server/order-path.js';
import {
  CHANNELS,
  ExecutionReportReader,
  emptyNewOrder,
  encodeCalendarTick,
  encodeEpochOpened,
  encodeInstrumentDefined,
  encodeNewOrder,
  MessageType,
  OrdType,
  Side,
  TimeInForce,
} from '../../../node/wire/index.js';
import { aMatchingEngine, INSTRUMENT } from '../../engine/market.js';
import { dialSealed, listenSealed } from '../relais-session.js';
import type { EchoPeer } from './echo-peer.js';

const PARTNER = 7;
const WAITING = 1 << 16;
const nowUs = (): number => Date.now() * 1000;

/** A log that promises nothing: it exists in this benchmark only, to show what durability costs. */
class ForgetfulLog implements CommandLog {
  epoch = 0;
  appendedSeq = 0;
  get durableSeq(): number {
    return this.appendedSeq;
  }
  append(): number {
    return ++this.appendedSeq;
  }
  openEpoch(epoch: number): number {
    this.epoch = epoch;
    return ++this.appendedSeq;
  }
  refusal(): null {
    return null;
  }
}

async function aDurableLog(): Promise<TransactionLog> {
  const directory = await mkdtemp(join(process.cwd(), '.bench-rtt-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const sizes = { segmentBytes: 67_108_864, preparedSegments: 2, groupBytes: 1_048_576, pendingGroups: 8, reserveBytes: 1_048_576 };
  return TransactionLog.open({ directory, region: 1, diskId: randomBytes(16), ...sizes });
}

/** Order path, engine and commit gate of the server over `log`; executions go to `report`. */
function anOrderPath(log: CommandLog, report: (bytes: Uint8Array, at: number, length: number) => void) {
  const release = (
    _seq: number,
    type: number,
    _target: number,
    bytes: Uint8Array,
    _view: DataView,
    at: number,
    length: number,
  ): boolean => {
    if (type === 0) report(bytes, at, length);
    return true;
  };
  const gate = new CommitGate(release, 1 << 24);
  const path = new OrderPath({ log, engine: aMatchingEngine(), gate, nowUs, lastTimeUs: 0, appended: () => {} });
  const opened = { epoch: log.epoch + 1, previousEpoch: log.epoch, behaviourVersion: BEHAVIOUR_VERSION };
  path.openEpoch(opened.epoch, (bytes, view, at) => encodeEpochOpened(opened, bytes, view, at));
  const limits = { tick: 1, lot: 1, bandLow: 0, bandHigh: 0, maxQuantity: 1e12 };
  const definition = { instrument: INSTRUMENT, symbol: 'BTCUSD', priceScale: 1, quantityScale: 3, enabled: 1, ...limits };
  path.record(MessageType.InstrumentDefined, (bytes, view, at) => encodeInstrumentDefined(definition, bytes, view, at));
  path.record(MessageType.CalendarTick, (bytes, view, at) => encodeCalendarTick({ instrument: INSTRUMENT, open: 1 }, bytes, view, at));
  return { path, gate };
}

/**
 * A new order of 64 bytes to its confirmation, through sealed session, order path, engine and commit gate of the server. Access control,
 * audit and the journal of executions are left aside.
 */
export function orderToConfirmation(isDurable: boolean): EchoPeer {
  return {
    async listen() {
      const log: CommandLog = isDurable ? await aDurableLog() : new ForgetfulLog();
      let report = (_bytes: Uint8Array, _at: number, _length: number): void => {};
      const { path, gate } = anOrderPath(log, (...message) => report(...message));
      if (log instanceof TransactionLog) log.onDurable((seq) => gate.releaseUpTo(seq));
      const port = await listenSealed({
        busyPollUs: 0,
        open: (driver) => {
          report = (bytes, at, length) => driver.session.send(CHANNELS.executions, MessageType.ExecutionReport, bytes, at, length);
          return (_channel, type, _seq, bytes, view, at, length) => {
            const refusal = path.submit(PARTNER, 1, type, bytes, view, at, length);
            if (refusal !== null) console.error(`order refused: ${refusal.reason} ${refusal.error ?? ''}`);
            if (!isDurable) gate.releaseUpTo(log.durableSeq);
          };
        },
      });
      return { port };
    },
    async connect({ port }, onAnswer) {
      const bytes = new Uint8Array(256);
      const view = new DataView(bytes.buffer);
      const order = emptyNewOrder();
      Object.assign(order, {
        instrument: INSTRUMENT,
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.GoodTillCancel,
        quantity: 5,
      });
      const intendedUs = new Float64Array(WAITING);
      const answer = new DataView(new ArrayBuffer(8));
      const reader = new ExecutionReportReader();
      let count = 0;
      const driver = await dialSealed(port, {
        busyPollUs: 0,
        open: () => (_channel, _type, _seq, reportBytes, reportView, at, length) => {
          const id = reader.wrap(reportView, reportBytes, at, length).clientOrderId();
          answer.setFloat64(0, intendedUs[Number.parseInt(id, 36) % WAITING] as number, true);
          onAnswer(new Uint8Array(answer.buffer));
        },
      });
      return {
        send: (payload) => {
          count++;
          intendedUs[count % WAITING] = new DataView(payload.buffer, payload.byteOffset).getFloat64(0, true);
          order.price = 1 + (count % 1000);
          order.clientTimeUs = nowUs();
          order.acceptUntilUs = order.clientTimeUs + 2_000_000;
          order.clientOrderId = count.toString(36).padStart(8, '0');
          driver.session.send(CHANNELS.orders, MessageType.NewOrder, bytes, 0, encodeNewOrder(order, bytes, view, 0));
        },
      };
    },
  };
}
