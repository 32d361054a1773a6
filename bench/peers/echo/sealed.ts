import { CHANNELS, MessageType } from '../../../node/wire/index.js';
import { dialSealed, listenSealed } from '../relais-session.js';
import { type EchoPeer, PAYLOAD_BYTES } from './echo-peer.js';

/** Our encrypted session with all that belongs to it: records, acknowledgement, both CRC32s, urgent class. */
export function sealedEcho(busyPollUs: number): EchoPeer {
  return {
    async listen() {
      const port = await listenSealed({
        busyPollUs,
        open: (driver) => (channel, type, _seq, bytes, _view, at, length) => driver.session.send(channel, type, bytes, at, length),
      });
      return { port };
    },
    async connect({ port }, onAnswer) {
      // The loop that watches the schedule spins already.
      const driver = await dialSealed(port, {
        busyPollUs: 0,
        open: () => (_channel, _type, _seq, bytes, _view, at, length) => onAnswer(bytes.subarray(at, at + length)),
      });
      return { send: (payload) => driver.session.send(CHANNELS.orders, MessageType.NewOrder, payload, 0, PAYLOAD_BYTES) };
    },
  };
}
