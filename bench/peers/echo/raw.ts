import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type EchoPeer, HOST, payloadCutter } from './echo-peer.js';

/** The plain Node TCP echo that everything is measured against: no framing, no encryption, nothing of ours. */
export const raw: EchoPeer = {
  async listen() {
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('data', (chunk) => socket.write(chunk));
      socket.on('error', () => {});
    });
    server.listen(0, HOST);
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port };
  },
  async connect({ port }, onAnswer) {
    const socket = connect({ port, host: HOST, noDelay: true });
    await once(socket, 'connect');
    socket.on('data', payloadCutter(onAnswer));
    return { send: (payload) => socket.write(Uint8Array.prototype.slice.call(payload)) };
  },
};
