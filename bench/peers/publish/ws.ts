import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { Arrivals, HOST, MAX_WAITING_BYTES, type PublishPeer } from './publish-peer.js';

/** ws, binary frames, compression off, no TLS. */
export function wsPublish(): PublishPeer {
  const sockets: WebSocket[] = [];
  const arrivals = new Arrivals();
  return {
    async open() {
      const server = new WebSocketServer({ port: 0, host: HOST, perMessageDeflate: false });
      server.on('connection', (socket) => {
        sockets.push(socket);
        arrivals.arrived();
      });
      await once(server, 'listening');
      return { port: (server.address() as AddressInfo).port };
    },
    subscribed: (count) => arrivals.wait(count),
    publish(payload) {
      for (const socket of sockets) if (socket.bufferedAmount > MAX_WAITING_BYTES) return false;
      const message = Buffer.from(payload);
      for (const socket of sockets) socket.send(message);
      return true;
    },
    async subscribe({ port }, count, onMessage) {
      for (let i = 0; i < count; i++) {
        const socket = new WebSocket(`ws://${HOST}:${port}`, { perMessageDeflate: false });
        socket.on('message', (payload) => onMessage(i, payload as Buffer, 0));
        await once(socket, 'open');
      }
    },
  };
}
