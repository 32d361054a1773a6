import type { MessageSpec } from './schema.js';

/**
 * What stands in the log. The payload of a log entry is one of these messages; for commands of partners it is followed directly by the
 * order message as it came from the wire (its CRC32 included, so that the originator's check reaches the disk).
 */
export const LOG_MESSAGES: readonly MessageSpec[] = [
  {
    name: 'CommandHeader',
    type: 96,
    channel: 'log',
    doc: 'Header of a command: the only place where the engine gets its time from.',
    fields: [
      { name: 'timeUs', type: 'u64', unit: 'us since the Unix epoch, UTC', doc: 'Never goes back within a log.' },
      { name: 'partner', type: 'u16', doc: 'Partner number.' },
      { name: 'commandType', type: 'u8', doc: 'Message type that follows (32–35), or one of the types below with its own message.' },
      { name: 'session', type: 'u64', doc: 'Number of the session that sent it, for cancel on disconnect; 0 for none.' },
    ],
  },
  {
    name: 'SessionEnded',
    type: 97,
    channel: 'log',
    doc: 'A session has ended for good: its orders with cancel on disconnect are cancelled.',
    fields: [{ name: 'endedSession', type: 'u64', doc: 'Number of the session.' }],
  },
  {
    name: 'CalendarTick',
    type: 98,
    channel: 'log',
    doc: 'An instrument opens or closes, or duplicates may be forgotten: written by the server when its calendar says so.',
    fields: [
      { name: 'instrument', type: 'u32', doc: 'Instrument; 0 for housekeeping only.' },
      { name: 'open', type: 'u8', doc: '1 opens, 2 closes (Day orders expire), 0 neither.' },
    ],
  },
  {
    name: 'InstrumentDefined',
    type: 99,
    channel: 'log',
    doc: 'An instrument is added or its limits change. Only through the log, so that every copy of the engine agrees.',
    fields: [
      { name: 'instrument', type: 'u32', doc: 'Instrument.' },
      { name: 'priceScale', type: 'u8', doc: 'Decimals of prices.' },
      { name: 'quantityScale', type: 'u8', doc: 'Decimals of quantities.' },
      { name: 'enabled', type: 'u8', doc: '0 withdraws it: open orders are cancelled.' },
      { name: 'tick', type: 'i64', unit: '10^-priceScale', doc: 'Smallest price step.' },
      { name: 'lot', type: 'i64', unit: '10^-quantityScale', doc: 'Smallest quantity step.' },
      { name: 'bandLow', type: 'i64', unit: '10^-priceScale', doc: 'Lowest allowed limit price.' },
      { name: 'bandHigh', type: 'i64', unit: '10^-priceScale', doc: 'Highest allowed limit price.' },
      { name: 'maxQuantity', type: 'i64', unit: '10^-quantityScale', doc: 'Largest order quantity.' },
    ],
    texts: [{ name: 'symbol', maxBytes: 32, doc: 'Symbol.' }],
  },
  {
    name: 'EpochOpened',
    type: 100,
    channel: 'log',
    doc: 'First entry of an epoch.',
    fields: [
      { name: 'epoch', type: 'u32', doc: 'The new epoch.' },
      { name: 'previousEpoch', type: 'u32', doc: 'The epoch before; 0 for none.' },
      { name: 'behaviourVersion', type: 'u16', doc: 'Behaviour version of the engine from here on.' },
    ],
  },
];
