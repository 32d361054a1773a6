/** Part of Region: what is traded or published there. */
import { decimal } from './fields.js';
import { describe } from './schema.js';

const feed = describe({
  type: 'object',
  doc: 'Where the market data of an instrument of kind feed comes from: exactly one of generator and replay.',
  properties: {
    generator: {
      type: 'object',
      doc: 'Shipped generator: a random walk of the price, the same for the same seed.',
      required: ['startPrice'],
      properties: {
        startPrice: decimal('Price that the walk starts at and keeps returning to.'),
        quotesPerSecond: { type: 'integer', doc: 'Quotes a second.', minimum: 1, maximum: 100_000, default: 20 },
        seed: { type: 'integer', doc: 'Seed of the walk.', minimum: 0, maximum: 4_294_967_295, default: 1 },
      },
      rules: [{ rule: "quantity(self.startPrice).isGreaterThan(quantity('0'))", message: 'startPrice must be greater than 0' }],
    },
    replay: {
      type: 'object',
      doc: 'Replay of a recording; its layout is recognised by its first line.',
      required: ['file'],
      properties: {
        file: { type: 'string', doc: 'Path of the file, plain or gzip.', maxLength: 1024, minLength: 1 },
        speedPercent: { type: 'integer', doc: 'Pace; 100 is that of the recording.', minimum: 1, maximum: 1_000_000, default: 100 },
      },
    },
  },
  rules: [{ rule: 'has(self.generator) != has(self.replay)', message: 'a feed has exactly one of generator and replay' }],
});

/** The digits after the point of `field` are at most `scale`. */
const fits = (field: string, scale: string): string =>
  `!self.${field}.contains('.') || size(self.${field}) - self.${field}.indexOf('.') - 1 <= self.${scale}`;
const isPositive = (field: string): string => `quantity(self.${field}).isGreaterThan(quantity('0'))`;

export const instrument = describe({
  type: 'object',
  doc: 'Something that is traded here (kind book) or whose market data is published here (kind feed).',
  required: ['number', 'symbol', 'kind', 'priceScale', 'quantityScale', 'tick'],
  properties: {
    number: {
      type: 'integer',
      doc: 'Number on the wire, unique in the region; never changes and is never given to another symbol.',
      minimum: 1,
      maximum: 65_535,
    },
    symbol: { type: 'string', doc: 'Symbol.', maxLength: 32, minLength: 1, pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]*$' },
    kind: {
      type: 'string',
      doc: 'book: orders are matched here. feed: market data from elsewhere is published here.',
      maxLength: 4,
      enum: ['book', 'feed'],
    },
    priceScale: { type: 'integer', doc: 'Decimals of prices; never changes.', minimum: 0, maximum: 9 },
    quantityScale: { type: 'integer', doc: 'Decimals of quantities; never changes.', minimum: 0, maximum: 9 },
    tick: decimal('Smallest price step, such as "0.00001".'),
    lot: decimal('Smallest quantity step. Books only.'),
    priceBand: {
      type: 'object',
      doc: 'Limit prices outside it are refused. Books only.',
      required: ['low', 'high'],
      properties: { low: decimal('Lowest limit price.'), high: decimal('Highest limit price.') },
      rules: [{ rule: 'quantity(self.low).isLessThan(quantity(self.high))', message: 'low must be below high' }],
    },
    maxQuantity: decimal('Largest order quantity. Books only.'),
    calendar: {
      type: 'string',
      doc: 'Name of a calendar of this Region: outside its sessions orders are refused. Books only.',
      maxLength: 63,
      minLength: 1,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    },
    feed,
  },
  rules: [
    {
      rule: "(self.kind == 'feed') == has(self.feed)",
      message: 'feed says where the data of an instrument of kind feed comes from: needed there, and only there',
    },
    {
      rule: "(self.kind == 'book') == has(self.lot) && (self.kind == 'book') == has(self.priceBand) && (self.kind == 'book') == has(self.maxQuantity) && (self.kind == 'book') == has(self.calendar)",
      message: 'lot, priceBand, maxQuantity and calendar are needed for kind book, and only there',
    },
    { rule: isPositive('tick'), message: 'tick must be greater than 0' },
    { rule: fits('tick', 'priceScale'), message: 'tick has more decimals than priceScale' },
    { rule: `!has(self.lot) || (${isPositive('lot')})`, message: 'lot must be greater than 0' },
    { rule: `!has(self.lot) || ${fits('lot', 'quantityScale')}`, message: 'lot has more decimals than quantityScale' },
    {
      rule: '!has(self.lot) || !has(self.maxQuantity) || !quantity(self.maxQuantity).isLessThan(quantity(self.lot))',
      message: 'maxQuantity must be at least one lot',
    },
    { rule: 'self.number == oldSelf.number', message: 'the number of an instrument never changes' },
    {
      rule: 'self.priceScale == oldSelf.priceScale && self.quantityScale == oldSelf.quantityScale',
      message: 'the scales of an instrument never change: the log holds numbers in them',
    },
    { rule: 'self.kind == oldSelf.kind', message: 'the kind of an instrument never changes' },
  ],
});
