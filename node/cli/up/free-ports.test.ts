import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Region } from '../../../operator/api/index.js';
import { requirePorts } from './free-ports.js';

test('ports that another process holds are all named before a mesh starts', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const region = { metadata: { name: 'paris' }, spec: { endpoint: { port, httpPort: port } } } as unknown as Region;
  try {
    await expect(requirePorts([region])).rejects.toMatchObject({
      code: 'RELAIS_E_PORT_TAKEN',
      detail: `127.0.0.1:${port} (paris, spec.endpoint.port), 127.0.0.1:${port} (paris, spec.endpoint.httpPort)`,
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await requirePorts([region]);
});
