import { CHANNELS, MessageType } from '../../../node/wire/index.js';
import { type Driver, dialSealed, listenSealed } from '../relais-session.js';
import { Arrivals, MAX_WAITING_BYTES, type PublishPeer } from './publish-peer.js';

/** Our encrypted sessions: every subscriber has keys of its own, so each message is sealed once for each of them. */
export function sealedPublish(): PublishPeer {
  const subscribers: Driver[] = [];
  const arrivals = new Arrivals();
  return {
    async open() {
      const port = await listenSealed({
        busyPollUs: 0,
        open: () => () => {},
        established: (driver) => {
          subscribers.push(driver);
          arrivals.arrived();
        },
      });
      return { port };
    },
    subscribed: (count) => arrivals.wait(count),
    publish(payload) {
      for (const { session } of subscribers) {
        if (session.queuedBytes(CHANNELS.marketData) + payload.length > MAX_WAITING_BYTES) return false;
      }
      for (const { session } of subscribers) session.send(CHANNELS.marketData, MessageType.Quote, payload, 0, payload.length);
      return true;
    },
    async subscribe({ port }, count, onMessage) {
      for (let i = 0; i < count; i++) {
        const open = () => (_channel: number, _type: number, _seq: number, bytes: Uint8Array, _view: DataView, at: number) =>
          onMessage(i, bytes, at);
        await dialSealed(port, { busyPollUs: 0, open });
      }
    },
  };
}
