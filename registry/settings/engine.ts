import { settingEntries } from './entry.js';

export const engineSettings = settingEntries({
  engineRecordsMax: {
    type: 'integer',
    unit: 'count',
    default: 2_097_152,
    min: 64,
    max: 8_388_608,
    doc: 'Open orders plus requests that are remembered until their acceptUntil has passed. At the limit new orders and replaces are rejected as TooManyOrders; cancels still work. Reserves about 310 bytes of address space each, used memory follows the orders. Every copy of the engine must have the same value.',
  },
  engineInstrumentsMax: {
    type: 'integer',
    unit: 'count',
    default: 1024,
    min: 1,
    max: 65_535,
    doc: 'Instruments with an order book. Definitions beyond it are ignored. Every copy of the engine must have the same value.',
  },
  engineStopsPerInstrumentMax: {
    type: 'integer',
    unit: 'count',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    doc: 'Stop orders of an instrument that wait for their trigger: the bound of a cascade. Further ones are rejected as TooManyOrders. Every copy of the engine must have the same value.',
  },
});
