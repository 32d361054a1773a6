import {
  type ExecutionReport,
  emptyExecutionReport,
  type NewOrder,
  OrdType,
  type Quote,
  SelfTradePolicy,
  Side,
  TimeInForce,
} from '../../node/wire/index.js';

/** A power of two, so that benchmarks go round with a mask. */
export const SAMPLE_COUNT = 64;
export const SAMPLE_MASK = SAMPLE_COUNT - 1;

const BASE_TIME_US = 1_723_107_600_000_000;
const each = <T>(make: (index: number) => T): T[] => Array.from({ length: SAMPLE_COUNT }, (_, index) => make(index));

/** Quotes as a crypto venue gives them: prices of 10 cents, quantities of a thousandth, all of it different from message to message. */
export const sampleQuotes = (): Quote[] =>
  each((index) => ({
    instrument: 0x0001_0007,
    updateSeq: 4_967_128_913_489 + index,
    eventTimeUs: BASE_TIME_US + index * 1237,
    bid: 5_950_010 + ((index * 7) % 13) * 10,
    ask: 5_950_140 + ((index * 5) % 11) * 10,
    bidQuantity: 5_123_000_000 + index * 1000,
    askQuantity: 812_000 + index,
  }));

export const sampleOrders = (): NewOrder[] =>
  each((index) => ({
    instrument: 0x0001_0007,
    side: index % 2 === 0 ? Side.Buy : Side.Sell,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    flags: 0,
    selfTradePolicy: SelfTradePolicy.CancelResting,
    price: 5_950_010 + index * 10,
    stopPrice: 0,
    quantity: 1_500_000_000 + index,
    acceptUntilUs: BASE_TIME_US + 30_000_000 + index,
    clientTimeUs: BASE_TIME_US + index,
    clientOrderId: `mm-bot-${1_000_000 + index}`,
  }));

/** Reports carry two text ids. */
export const sampleReports = (): ExecutionReport[] =>
  each((index) => ({
    ...emptyExecutionReport(),
    region: 1,
    epoch: 3,
    seq: 90_000_000_000 + index,
    instrument: 0x0001_0007,
    partner: 12,
    orderId: 89_999_999_000 + index,
    execType: 4,
    ordStatus: 1,
    side: 1,
    ordType: 2,
    timeInForce: 1,
    price: 5_950_010 + index * 10,
    quantity: 1_500_000_000,
    leavesQuantity: 1_500_000_000,
    transactTimeUs: BASE_TIME_US + index,
    clientOrderId: `mm-bot-${1_000_000 + index}`,
    origClientOrderId: `mm-bot-${999_000 + index}`,
  }));
