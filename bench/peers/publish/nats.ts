import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { buildTool } from '../../../test/tools/index.js';
import { HOST, MAX_WAITING_BYTES, type PublishPeer } from './publish-peer.js';

const SUBJECT = 'q';
const SEEN_SUBJECT = 'seen';
/** A subscriber tells the publisher after so many messages. */
const SEEN_EVERY = 1024;
/** What may be under way, so that nobody is disconnected as a slow consumer: generous, because it passes two queues. */
const MAX_UNSEEN_BYTES = 8 * MAX_WAITING_BYTES;

/** nats.js through a real nats-server, which is a process of its own and uses as many threads as it likes. No TLS. */
export function natsPublish(): PublishPeer {
  let publisher: NatsConnection;
  let server: ChildProcess | undefined;
  let published = 0;
  const seen = new Map<string, number>();
  return {
    async open() {
      const port = await freePort();
      const binary = await buildTool('nats', 'nats-server', { onProgress: (line) => console.error(line) });
      server = spawn(binary, ['-a', HOST, '-p', String(port)], { stdio: 'ignore' });
      process.on('exit', () => server?.kill('SIGKILL'));
      publisher = await connectPatiently(port);
      publisher.subscribe(SEEN_SUBJECT, {
        callback: (_error, message) => {
          const [subscriber = '', count] = message.string().split(' ');
          seen.set(subscriber, Number(count));
        },
      });
      await publisher.flush();
      return { port };
    },
    subscribed: async (count) => {
      while (seen.size < count) await sleep(10);
    },
    publish(payload) {
      // Core NATS drops a subscriber that is too slow instead of slowing the publisher down: that takes a word from the subscribers.
      for (const theirs of seen.values()) if ((published - theirs) * payload.length > MAX_UNSEEN_BYTES) return false;
      publisher.publish(SUBJECT, Buffer.from(payload));
      published++;
      return true;
    },
    async subscribe({ port }, count, onMessage) {
      for (let i = 0; i < count; i++) {
        const connection = await connectPatiently(port);
        let count = 0;
        connection.subscribe(SUBJECT, {
          callback: (_error, message) => {
            onMessage(i, message.data, 0);
            if (++count % SEEN_EVERY === 0) connection.publish(SEEN_SUBJECT, `${i} ${count}`);
          },
        });
        await connection.flush();
        connection.publish(SEEN_SUBJECT, `${i} 0`);
      }
    },
  };
}

async function connectPatiently(port: number): Promise<NatsConnection> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await connect({ servers: `${HOST}:${port}` });
    } catch (error) {
      if (attempt >= 50) throw error;
      await sleep(100);
    }
  }
}

/** nats-server takes no port 0 that it could tell us about on a pipe. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
