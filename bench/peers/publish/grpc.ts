import { Client, credentials, Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { BYTES_METHOD } from '../grpc-bytes.js';
import { Arrivals, HOST, MAX_WAITING_BYTES, type PublishPeer } from './publish-peer.js';

const FEED = BYTES_METHOD('/bench.Feed/Subscribe', true);

/** grpc-js, server streaming, no TLS, payload as it is without protobuf around it: that favours the peer. */
export function grpcPublish(): PublishPeer {
  const calls: ServerWritableStream<Buffer, Buffer>[] = [];
  const arrivals = new Arrivals();
  const subscribe = (call: ServerWritableStream<Buffer, Buffer>): void => {
    calls.push(call);
    arrivals.arrived();
  };
  return {
    async open() {
      const server = new Server();
      server.addService({ subscribe: FEED }, { subscribe });
      const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
      );
      return { port };
    },
    subscribed: (count) => arrivals.wait(count),
    publish(payload) {
      // Streams of objects count messages, not bytes.
      const maxWaiting = MAX_WAITING_BYTES / Math.max(payload.length, 512);
      for (const call of calls) if (call.writableLength > maxWaiting) return false;
      const message = Buffer.from(payload);
      for (const call of calls) call.write(message);
      return true;
    },
    async subscribe({ port }, count, onMessage) {
      for (let i = 0; i < count; i++) {
        // Without an option of its own a client would share the connection of the one before.
        const client = new Client(`${HOST}:${port}`, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
        const call = client.makeServerStreamRequest(FEED.path, FEED.requestSerialize, FEED.responseDeserialize, Buffer.alloc(1));
        call.on('data', (payload: Buffer) => onMessage(i, payload, 0));
        call.on('error', () => {});
      }
    },
  };
}
