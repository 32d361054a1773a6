import { expect, test } from '@jest/globals';
import { openFlipProxy } from './flip-proxy.js';
import { aClient, aServer, echoAll } from './real-sessions.js';

const MESSAGES = 60_000;

test.each([1, 2, 3])(
  'one flipped bit per 10 kB, seed %i: every message once, in order, in the same TCP session',
  async (seed) => {
    const server = await aServer();
    const proxy = await openFlipProxy({ port: server.port, bytesPerFlip: 10_000, cleanBytes: 400, seed });
    const client = await aClient(proxy.port);
    try {
      await echoAll(client, MESSAGES);
      expect(client.reason).toBeNull();
      expect(server.witnesses[0]?.numbers).toEqual(Array.from({ length: MESSAGES }, (_, i) => i));
      expect(client.numbers).toEqual(Array.from({ length: MESSAGES }, (_, i) => i));
      expect(proxy.counts.connections).toBe(1);
      expect(proxy.counts.flips).toBeGreaterThan(300);
    } finally {
      client.driver?.connection.destroy();
      proxy.close();
      await server.stop();
    }
  },
  60_000,
);
