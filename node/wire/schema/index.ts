/** The schema: what messages there are. Pure data; the generator (node/wire/generate) turns it into code and tables. */
import { CONTROL_MESSAGES } from './control.js';
import { LOG_MESSAGES } from './log.js';
import { MARKET_MESSAGES } from './market.js';
import { ORDER_MESSAGES } from './orders.js';
import type { MessageSpec } from './schema.js';
import { SESSION_MESSAGES } from './session.js';

export { ENUMS } from './enums.js';
export type * from './schema.js';

/** Channel numbers on the wire. `log` is not a channel: those messages stand in log entries only. */
export const CHANNELS = { control: 0, marketData: 1, book: 2, executions: 3, orders: 4, replication: 5, audit: 6 } as const;

export const MESSAGES: readonly MessageSpec[] = [
  ...SESSION_MESSAGES,
  ...MARKET_MESSAGES,
  ...ORDER_MESSAGES,
  ...CONTROL_MESSAGES,
  ...LOG_MESSAGES,
];
