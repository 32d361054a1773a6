import { assert } from '../../registry/index.js';
import { type InstrumentSpec, scaledInteger } from '../api/index.js';
import type { FeedConfiguration, InstrumentConfiguration } from './node-configuration.js';

/** Instrument of a Region → instrument of a node, decimals as scaled integers. What a feed lacks (lot, band, largest quantity) is unlimited. */
export function renderInstrument(spec: InstrumentSpec): InstrumentConfiguration {
  const price = (text: string): number => scaled(text, spec.priceScale, spec.symbol);
  const quantity = (text: string): number => scaled(text, spec.quantityScale, spec.symbol);
  return {
    number: spec.number,
    symbol: spec.symbol,
    kind: spec.kind,
    priceScale: spec.priceScale,
    quantityScale: spec.quantityScale,
    tick: price(spec.tick),
    lot: spec.lot === undefined ? 1 : quantity(spec.lot),
    bandLow: spec.priceBand === undefined ? Number.MIN_SAFE_INTEGER : price(spec.priceBand.low),
    bandHigh: spec.priceBand === undefined ? Number.MAX_SAFE_INTEGER : price(spec.priceBand.high),
    maxQuantity: spec.maxQuantity === undefined ? Number.MAX_SAFE_INTEGER : quantity(spec.maxQuantity),
    calendar: spec.calendar ?? null,
    ...(spec.feed === undefined ? {} : { feed: renderFeed(spec.feed, price) }),
  };
}

function renderFeed(feed: NonNullable<InstrumentSpec['feed']>, price: (text: string) => number): FeedConfiguration {
  if (feed.generator !== undefined) {
    const { seed, startPrice, quotesPerSecond } = feed.generator;
    return { generator: { seed, startPrice: price(startPrice), quotesPerSecond } };
  }
  assert(feed.replay !== undefined, 'RELAIS_E_INTERNAL', 'A feed has neither generator nor replay.');
  return { replay: { file: feed.replay.file, speedPercent: feed.replay.speedPercent } };
}

function scaled(text: string, scale: number, symbol: string): number {
  const value = scaledInteger(text, scale);
  assert(value !== null, 'RELAIS_E_INTERNAL', `${text} of ${symbol} does not fit scale ${scale}.`);
  return value;
}
