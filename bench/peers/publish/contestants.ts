import { grpcPublish } from './grpc.js';
import { natsPublish } from './nats.js';
import type { PublishPeer } from './publish-peer.js';
import { sealedPublish } from './sealed.js';
import { wsPublish } from './ws.js';

export const PUBLISH_CONTESTANTS = {
  sealed: sealedPublish,
  nats: natsPublish,
  ws: wsPublish,
  grpc: grpcPublish,
} satisfies Record<string, () => PublishPeer>;

export type PublishName = keyof typeof PUBLISH_CONTESTANTS;
