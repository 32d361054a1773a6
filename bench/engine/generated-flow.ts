/**
 * The generator: a book that comes and goes within 10 ticks of its middle, and orders far from it. Seeded, the same commands every time.
 * 45 in 100 commands enter an order near the middle, 5 one far away, 32 cancel, 10 replace, 8 take what they find.
 */
import { OrdType, Side, TimeInForce } from '../../node/wire/index.js';
import { addCancel, addOpening, addOrder, addReplace, START_US } from './market.js';
import { CommandTape } from './tape.js';

export const MIDDLE = 600_000;
const NEAR_TICKS = 10;
/** The wall of resting orders stands between these distances from the middle. */
const WALL_FROM_TICKS = 20;
const WALL_LEVELS = 10_000;
/** 50,000 commands a second. */
const STEP_US = 20;
const WALL_PARTNER = 9;

interface LiveOrder {
  id: string;
  partner: number;
  side: Side;
  isNear: boolean;
}

/** Mulberry32 (Tommy Ettinger, public domain): 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function tapeOfFlow(commands: number): CommandTape {
  const tape = new CommandTape(commands + 2);
  const random = seeded(7);
  const live: LiveOrder[] = [];
  addOpening(tape);
  for (let count = 1; count <= commands; count += 1) addStep(tape, random, live, count);
  return tape;
}

function addStep(tape: CommandTape, random: () => number, live: LiveOrder[], count: number): void {
  const timeUs = START_US + count * STEP_US;
  const id = `g-${count.toString(36)}`;
  const choice = random() * 100;
  const target = live.length > 100 ? Math.floor(random() * live.length) : -1;
  const order = live[target];
  if (choice < 50 || order === undefined) {
    const isNear = choice < 45;
    const fresh = { id, partner: 1 + (count % 4), side: random() < 0.5 ? Side.Buy : Side.Sell, isNear };
    live.push(fresh);
    const { isNear: _, ...fields } = fresh;
    const price = priceOf(fresh.side, isNear, random);
    addOrder(tape, timeUs, { ...fields, ordType: OrdType.Limit, timeInForce: TimeInForce.GoodTillCancel, price, quantity: lots(random) });
  } else if (choice < 82) {
    live[target] = live[live.length - 1] as LiveOrder;
    live.pop();
    addCancel(tape, timeUs, order.partner, id, order.id);
  } else if (choice < 92) {
    const change = { origClientOrderId: order.id, price: priceOf(order.side, order.isNear, random), quantity: lots(random) };
    order.id = id;
    addReplace(tape, timeUs, order.partner, id, change);
  } else {
    const side = random() < 0.5 ? Side.Buy : Side.Sell;
    const price = side === Side.Buy ? MIDDLE + NEAR_TICKS : MIDDLE - NEAR_TICKS;
    const kind = { ordType: OrdType.Limit, timeInForce: TimeInForce.ImmediateOrCancel };
    addOrder(tape, timeUs, { id, partner: 5, side, ...kind, price, quantity: 3 * lots(random) });
  }
}

/** `count` resting orders, half of them bids, on 10,000 levels a side, far enough from the middle that the flow never trades with them. */
export function tapeOfWall(from: number, count: number): CommandTape {
  const tape = new CommandTape(count);
  const random = seeded(from + 1);
  for (let index = from; index < from + count; index += 1) {
    const side = index % 2 === 0 ? Side.Buy : Side.Sell;
    const distance = WALL_FROM_TICKS + Math.floor(random() * WALL_LEVELS);
    const price = side === Side.Buy ? MIDDLE - distance : MIDDLE + distance;
    // Long enough ago that their client order ids are remembered only because they are open.
    const timeUs = START_US - 900_000_000 + index * 10;
    const order = { id: `w-${index.toString(36)}`, partner: WALL_PARTNER, side, price, quantity: lots(random) };
    addOrder(tape, timeUs, { ...order, ordType: OrdType.Limit, timeInForce: TimeInForce.GoodTillCancel });
  }
  return tape;
}

function priceOf(side: Side, isNear: boolean, random: () => number): number {
  const distance = isNear ? Math.floor(random() * NEAR_TICKS) - 1 : WALL_FROM_TICKS + Math.floor(random() * WALL_LEVELS);
  return side === Side.Buy ? MIDDLE - distance : MIDDLE + distance;
}

const lots = (random: () => number): number => 1 + Math.floor(random() * 20);
