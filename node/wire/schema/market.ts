import type { FieldSpec, MessageSpec } from './schema.js';

const instrument: FieldSpec = { name: 'instrument', type: 'u32', doc: 'Region number × 65,536 + instrument number.' };
const eventTimeUs: FieldSpec = { name: 'eventTimeUs', type: 'u64', unit: 'us since the Unix epoch, UTC', doc: 'Time at the source.' };
const updateSeq: FieldSpec = {
  name: 'updateSeq',
  type: 'u64',
  doc: 'Sequence of the instrument and kind at its source; grows by one a message.',
};

export const MARKET_MESSAGES: readonly MessageSpec[] = [
  {
    name: 'Quote',
    type: 16,
    channel: 'marketData',
    doc: 'Best bid and offer.',
    fields: [
      instrument,
      updateSeq,
      eventTimeUs,
      { name: 'bid', type: 'i64', unit: '10^-priceScale', doc: 'Best bid; 0 with bidQuantity 0 when there is none.' },
      { name: 'ask', type: 'i64', unit: '10^-priceScale', doc: 'Best offer; 0 with askQuantity 0 when there is none.' },
      { name: 'bidQuantity', type: 'i64', unit: '10^-quantityScale', doc: 'Quantity at the bid.' },
      { name: 'askQuantity', type: 'i64', unit: '10^-quantityScale', doc: 'Quantity at the offer.' },
    ],
  },
  {
    name: 'Trade',
    type: 17,
    channel: 'marketData',
    doc: 'Public trade.',
    fields: [
      instrument,
      updateSeq,
      eventTimeUs,
      { name: 'tradeId', type: 'u64', doc: 'Id at the source.' },
      { name: 'price', type: 'i64', unit: '10^-priceScale', doc: 'Price.' },
      { name: 'quantity', type: 'i64', unit: '10^-quantityScale', doc: 'Quantity.' },
      { name: 'aggressorSide', type: 'u8', enumeration: 'Side', doc: '0 if not known.' },
    ],
  },
  {
    name: 'BookSnapshot',
    type: 18,
    channel: 'book',
    doc: 'Whole visible book. Bids first (bidCount of them, best first), then offers (best first).',
    fields: [instrument, updateSeq, eventTimeUs, { name: 'bidCount', type: 'u16', doc: 'How many of the levels are bids.' }],
    group: {
      name: 'levels',
      maxCount: 2048,
      doc: 'Price levels.',
      fields: [
        { name: 'price', type: 'i64', unit: '10^-priceScale', doc: 'Price.' },
        { name: 'quantity', type: 'i64', unit: '10^-quantityScale', doc: 'Quantity, > 0.' },
      ],
    },
  },
  {
    name: 'BookIncrement',
    type: 19,
    channel: 'book',
    doc: 'Changed levels. Applies to the book of updateSeq − 1; bids first (bidCount of them), then offers.',
    fields: [
      instrument,
      updateSeq,
      eventTimeUs,
      { name: 'basePrice', type: 'i64', unit: '10^-priceScale', doc: 'Added to each priceOffset.' },
      { name: 'bidCount', type: 'u16', doc: 'How many of the levels are bids.' },
    ],
    group: {
      name: 'levels',
      maxCount: 2048,
      doc: 'Changed price levels.',
      fields: [
        { name: 'priceOffset', type: 'i32', unit: '10^-priceScale', doc: 'Price minus basePrice.' },
        { name: 'quantity', type: 'i64', unit: '10^-quantityScale', doc: 'New quantity of the level; 0 deletes it.' },
      ],
    },
  },
  {
    name: 'InstrumentStatus',
    type: 20,
    channel: 'marketData',
    doc: 'Trading session opened or closed.',
    fields: [instrument, updateSeq, eventTimeUs, { name: 'open', type: 'u8', doc: '1 while orders are accepted.' }],
  },
];
