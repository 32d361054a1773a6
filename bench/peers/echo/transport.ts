import { type Connection, KernelTransport } from '../../../node/transport/index.js';
import { type EchoPeer, HOST, payloadCutter } from './echo-peer.js';

/** Our transport without a session: what busyPollUs alone does. */
export function transportEcho(busyPollUs: number): EchoPeer {
  const ignore = (): void => {};
  const echo = (connection: Connection, chunk: Uint8Array): void => {
    connection.write(chunk);
    connection.push();
  };
  return {
    async listen() {
      const accept = (connection: Connection): void =>
        connection.attach({ data: (chunk) => echo(connection, chunk), drained: ignore, closed: ignore });
      const { at } = await new KernelTransport({ busyPollUs }).listen({ at: { host: HOST, port: 0 }, accept });
      return { port: 'port' in at ? at.port : 0 };
    },
    async connect({ port }, onAnswer) {
      // The loop that watches the schedule spins already.
      const connection = await new KernelTransport().dial({ to: { host: HOST, port }, timeoutMs: 5000 });
      connection.attach({ data: payloadCutter(onAnswer), drained: ignore, closed: ignore });
      return { send: (payload) => echo(connection, payload) };
    },
  };
}
