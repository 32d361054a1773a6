import type { BookLevel, BookView } from '../client/index.js';

/** The book as lines of a ladder: offers above, bids below, best ones meet in the middle; bars show the quantities. */
export function ladderLines(view: BookView, depth: number, width: number): string[] {
  const { instrument } = view;
  const asks = view.asks.slice(0, depth);
  const bids = view.bids.slice(0, depth);
  const most = Math.max(1, ...asks.map((level) => level.quantity), ...bids.map((level) => level.quantity));
  const texts = [...asks, ...bids].map(
    (level) => [instrument.formatPrice(level.price), instrument.formatQuantity(level.quantity)] as const,
  );
  const priceWidth = Math.max(5, ...texts.map(([price]) => price.length));
  const quantityWidth = Math.max(8, ...texts.map(([, quantity]) => quantity.length));
  const barWidth = Math.max(0, width - priceWidth - quantityWidth - 10);
  const line = (side: string, level: BookLevel): string => {
    const price = instrument.formatPrice(level.price).padStart(priceWidth);
    const quantity = instrument.formatQuantity(level.quantity).padStart(quantityWidth);
    const bar = '█'.repeat(Math.round((level.quantity / most) * barWidth));
    return `${side}  ${quantity}  ${price}  ${bar}`.trimEnd();
  };
  return [...asks.toReversed().map((level) => line('ask', level)), `     ${spreadText(view)}`, ...bids.map((level) => line('bid', level))];
}

export function spreadText(view: BookView): string {
  const [bid] = view.bids;
  const [ask] = view.asks;
  if (bid === undefined || ask === undefined) return bid === ask ? 'the book is empty' : 'one side is empty';
  return `spread ${view.instrument.formatPrice(ask.price - bid.price)}`;
}

/** Best bid and offer on one line, for pipes. */
export function topLine(view: BookView): string {
  const { instrument } = view;
  const text = (level: BookLevel | undefined) =>
    level === undefined ? '-' : `${instrument.formatQuantity(level.quantity)} @ ${instrument.formatPrice(level.price)}`;
  return `${instrument.symbol}  ${view.updateSeq}  bid ${text(view.bids[0])}  ask ${text(view.asks[0])}  ${view.bids.length}+${view.asks.length} levels`;
}

/** The book with decimals, for programs. */
export function printedBook(view: BookView, depth: number): object {
  const { instrument } = view;
  const levels = (from: readonly BookLevel[]) =>
    from
      .slice(0, depth)
      .map((level) => ({ price: instrument.formatPrice(level.price), quantity: instrument.formatQuantity(level.quantity) }));
  return { instrument: instrument.symbol, updateSeq: view.updateSeq, bids: levels(view.bids), asks: levels(view.asks) };
}
