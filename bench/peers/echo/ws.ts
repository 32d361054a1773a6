import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { type EchoPeer, HOST } from './echo-peer.js';

/** ws, binary frames, compression off, no TLS. */
export const wsEcho: EchoPeer = {
  async listen() {
    const server = new WebSocketServer({ port: 0, host: HOST, perMessageDeflate: false });
    server.on('connection', (socket) => socket.on('message', (payload) => socket.send(payload as Buffer)));
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port };
  },
  async connect({ port }, onAnswer) {
    const socket = new WebSocket(`ws://${HOST}:${port}`, { perMessageDeflate: false });
    await once(socket, 'open');
    socket.on('message', (payload) => onAnswer(payload as Buffer));
    return { send: (payload) => socket.send(Uint8Array.prototype.slice.call(payload)) };
  },
};
