import type { EchoPeer } from './echo-peer.js';
import { grpcEcho } from './grpc.js';
import { orderToConfirmation } from './order.js';
import { raw } from './raw.js';
import { sealedEcho } from './sealed.js';
import { transportEcho } from './transport.js';
import { wsEcho } from './ws.js';

/** How long our own transport spins in the cases that spin: longer than any gap of the schedule. */
export const SPIN_US = 20_000;

export const ECHO_CONTESTANTS = {
  raw: () => raw,
  'raw-spin': () => raw,
  transport: () => transportEcho(0),
  'transport-spin': () => transportEcho(SPIN_US),
  sealed: () => sealedEcho(0),
  'sealed-spin': () => sealedEcho(SPIN_US),
  order: () => orderToConfirmation(false),
  'order-durable': () => orderToConfirmation(true),
  ws: () => wsEcho,
  grpc: () => grpcEcho,
} satisfies Record<string, () => EchoPeer>;

export type EchoName = keyof typeof ECHO_CONTESTANTS;
