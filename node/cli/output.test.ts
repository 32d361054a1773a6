import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Execution } from '../client/index.js';
import { Instrument } from '../client/model/instrument.js';
import { executionLine, printedExecution } from './execution-output.js';
import { ladderLines, printedBook, topLine } from './ladder.js';
import { formatList, formatLive, formatOne, isoTime, tableLines } from './output.js';

const scales = { priceScale: 5, quantityScale: 0, tradable: 1, tick: 1, lot: 1, bandLow: 1, bandHigh: 1_000_000 };
const eurusd = new Instrument({ requestId: 1, instrument: 65_537, symbol: 'EURUSD', regionName: 'paris', ...scales });
const columns = { name: (r: { name: string; n: number }) => r.name, count: (r: { name: string; n: number }) => r.n };
const records = [
  { name: 'a', n: 1 },
  { name: 'longer', n: 22 },
];

describe('what commands print', () => {
  test('a table has headings in capitals and no trailing blanks', () => {
    expect(tableLines(records, columns)).toEqual(['NAME     COUNT', 'a        1', 'longer   22']);
    expect(tableLines([], columns)).toEqual(['NAME   COUNT']);
  });

  test('JSON and YAML give back what went in', () => {
    expect(JSON.parse(formatList(records, columns, 'json'))).toEqual(records);
    expect(parse(formatList(records, columns, 'yaml'))).toEqual(records);
    expect(JSON.parse(formatOne({ name: 'a', n: 1 }, columns, 'json'))).toEqual(records[0]);
  });

  test('a live record is one line, or one document', () => {
    expect(formatLive({ a: 1 }, 'for people', 'table')).toBe('for people\n');
    expect(formatLive({ a: 1 }, 'for people', 'json')).toBe('{"a":1}\n');
    expect(parse(formatLive({ a: 1 }, 'for people', 'yaml').replace('---\n', ''))).toEqual({ a: 1 });
  });

  test('times keep their microseconds', () => {
    expect(isoTime(1_700_000_000_123_456)).toBe('2023-11-14T22:13:20.123456Z');
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000000Z');
  });

  test('an execution is shown in decimals, a withdrawn instrument by its number', () => {
    const execution = {
      txId: { region: 1, epoch: 2, seq: 30 },
      index: 0,
      instrument: eurusd,
      instrumentId: 65_537,
      partner: 7,
      orderId: 30,
      clientOrderId: 'x-1',
      origClientOrderId: '',
      type: 'trade',
      status: 'filled',
      rejectReason: undefined,
      cancelReason: undefined,
      side: 'buy',
      orderType: 'limit',
      timeInForce: 'day',
      possibleDuplicate: false,
      aggressor: true,
      maker: false,
      price: 108_345,
      quantity: 1_000,
      lastPrice: 108_340,
      lastQuantity: 1_000,
      leavesQuantity: 0,
      cumQuantity: 1_000,
      transactTimeUs: 0,
    } satisfies Execution;
    const printed = printedExecution(execution);
    expect(printed).toMatchObject({ txId: '1:2:30', price: '1.08345', lastPrice: '1.08340', filled: '1000', open: '0' });
    expect(executionLine(printed)).toBe(
      '1970-01-01T00:00:00.000000Z  EURUSD  trade     buy  1000 at 1.08340, filled 1000 of 1000  x-1  1:2:30',
    );
    expect(printedExecution({ ...execution, instrument: undefined })).toMatchObject({ instrument: '65537', price: '108345' });
  });
});

describe('the ladder', () => {
  const view = {
    instrument: eurusd,
    updateSeq: 9,
    eventTimeUs: 0,
    bids: [
      { price: 108_340, quantity: 50 },
      { price: 108_330, quantity: 100 },
    ],
    asks: [{ price: 108_350, quantity: 25 }],
    conflated: 0,
  };

  test('has the offers above, the bids below, bars in proportion, and fits the width', () => {
    const lines = ladderLines(view, 10, 45);
    expect(lines).toEqual([
      'ask        25  1.08350  █████',
      '     spread 0.00010',
      'bid        50  1.08340  ██████████',
      'bid       100  1.08330  ████████████████████',
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(45);
    expect(ladderLines(view, 1, 45).length).toBe(3);
    expect(ladderLines({ ...view, bids: [], asks: [] }, 5, 10)).toEqual(['     the book is empty']);
  });

  test('on a pipe it is one line, or decimals', () => {
    expect(topLine(view)).toBe('EURUSD  9  bid 50 @ 1.08340  ask 25 @ 1.08350  2+1 levels');
    expect(printedBook(view, 1)).toEqual({
      instrument: 'EURUSD',
      updateSeq: 9,
      bids: [{ price: '1.08340', quantity: '50' }],
      asks: [{ price: '1.08350', quantity: '25' }],
    });
  });
});
