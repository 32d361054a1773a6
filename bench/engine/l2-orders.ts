/**
 * Orders derived from recorded changes of price levels. The mapping:
 *
 * - Each price level is one order: of partner 1 on the bid side, of partner 2 on the offer side. A level that appears is a new limit order
 *   (good till cancelled), a level whose quantity changes is a replace to that quantity.
 * - A level that disappears is a cancel, unless it was the best of its side: then partner 3 takes it by an immediate-or-cancel order of
 *   that price and quantity. That is how a level at the top of a book mostly ends, and it makes trades.
 * - Rows of one message come in its order; a new level that crosses one not yet withdrawn trades with it, and the later cancel of that one
 *   is rejected: such commands belong to a real flow too.
 * - Prices are multiplied by 10 and quantities by 1,000. Time is the time of the event, one microsecond a row.
 */
import { createReadStream, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { OrdType, Side, TimeInForce } from '../../node/wire/index.js';
import { addCancel, addOpening, addOrder, addReplace } from './market.js';
import { CommandTape } from './tape.js';

interface LevelOrder {
  id: string;
  quantity: number;
}

/** Files with level changes in a folder of samples. */
export function l2Files(samples: string): string[] {
  const names = readdirSync(samples).filter((name) => name.endsWith('l2diff.csv.gz'));
  return names.sort().map((name) => path.join(samples, name));
}

export async function tapeOfL2File(file: string, commandsMax: number): Promise<CommandTape> {
  const tape = new CommandTape(commandsMax);
  addOpening(tape);
  const book = new DerivedBook(tape);
  let columns: string[] | null = null;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY })) {
    const fields = line.split(',');
    if (columns === null) {
      columns = fields;
      continue;
    }
    if (tape.isFull) break;
    const field = (name: string): string => fields[columns?.indexOf(name) ?? 0] ?? '';
    const side = /^(b|buy|bid)/i.test(field('side')) ? Side.Buy : Side.Sell;
    book.change(Number(field('event_ms')) * 1000, side, Math.round(Number(field('price')) * 10), Math.round(Number(field('qty')) * 1000));
  }
  return tape;
}

class DerivedBook {
  private readonly tape: CommandTape;
  private readonly levels: Record<1 | 2, Map<number, LevelOrder>> = { 1: new Map(), 2: new Map() };
  private readonly best: Record<1 | 2, number> = { 1: 0, 2: Number.POSITIVE_INFINITY };
  private lastId = 0;
  private timeUs = 0;

  constructor(tape: CommandTape) {
    this.tape = tape;
  }

  change(eventUs: number, side: 1 | 2, price: number, quantity: number): void {
    this.timeUs = Math.max(this.timeUs + 1, eventUs);
    const levels = this.levels[side];
    const order = levels.get(price);
    if (order === undefined) {
      if (quantity > 0) this.enter(side, price, quantity);
      return;
    }
    if (quantity === order.quantity) return;
    if (quantity > 0) {
      const change = { origClientOrderId: order.id, price, quantity };
      order.id = this.nextId();
      order.quantity = quantity;
      addReplace(this.tape, this.timeUs, side, order.id, change);
      return;
    }
    levels.delete(price);
    if (price === this.best[side]) this.take(side, price, order.quantity);
    else addCancel(this.tape, this.timeUs, side, this.nextId(), order.id);
  }

  private enter(side: 1 | 2, price: number, quantity: number): void {
    const id = this.nextId();
    this.levels[side].set(price, { id, quantity });
    if (side === Side.Buy ? price > this.best[1] : price < this.best[2]) this.best[side] = price;
    addOrder(this.tape, this.timeUs, {
      id,
      partner: side,
      side,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.GoodTillCancel,
      price,
      quantity,
    });
  }

  private take(side: 1 | 2, price: number, quantity: number): void {
    const prices = [...this.levels[side].keys()];
    this.best[side] = side === Side.Buy ? prices.reduce((a, b) => Math.max(a, b), 0) : prices.reduce((a, b) => Math.min(a, b), Infinity);
    addOrder(this.tape, this.timeUs, {
      id: this.nextId(),
      partner: 3,
      side: side === Side.Buy ? Side.Sell : Side.Buy,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.ImmediateOrCancel,
      price,
      quantity,
    });
  }

  private nextId(): string {
    this.lastId += 1;
    return `l2-${this.lastId.toString(36)}`;
  }
}
