import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeTransport } from '../../test/transport/conformance.js';
import { type Connection, KernelTransport } from './index.js';

function echoBack(connection: Connection, chunk: Uint8Array): void {
  connection.write(chunk);
  connection.push();
}

describeTransport('kernel', () => new KernelTransport());
describeTransport('kernel, spinning', () => new KernelTransport({ busyPollUs: 2000, socketQueueBytes: 4096 }));

test('a Unix socket carries a stream as well', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relais-socket-'));
  try {
    const transport = new KernelTransport();
    const at = { path: join(folder, 'stream.sock') };
    const closed = () => {};
    const echo = (connection: Connection): void =>
      connection.attach({ data: (chunk) => echoBack(connection, chunk), drained: () => {}, closed });
    const listener = await transport.listen({ at, accept: echo });
    const client = await transport.dial({ to: at, timeoutMs: 2000 });
    const answer = new Promise<string>((resolve) => {
      client.attach({ data: (chunk) => resolve(Buffer.from(chunk).toString()), drained: () => {}, closed });
    });
    client.write(Buffer.from('over a path'));
    client.push();
    expect(await answer).toBe('over a path');
    expect(client.remoteName).toBe(at.path);
    client.destroy();
    await listener.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
