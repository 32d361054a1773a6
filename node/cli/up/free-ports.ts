/** Whether a mesh could listen where its resources say: said before anything starts, not by processes that end again and again. */
import { createServer } from 'node:net';
import type { Region } from '../../../operator/api/index.js';
import { RelaisError } from '../../../registry/index.js';
import { HOST } from './mesh-files.js';

/** Errors: RELAIS_E_PORT_TAKEN, with every port that another process holds. */
export async function requirePorts(regions: readonly Region[]): Promise<void> {
  const taken: string[] = [];
  for (const { metadata, spec } of regions) {
    for (const field of ['port', 'httpPort'] as const) {
      const port = spec.endpoint[field];
      if (!(await canListen(port))) taken.push(`${HOST}:${port} (${metadata.name}, spec.endpoint.${field})`);
    }
  }
  if (taken.length > 0) throw new RelaisError('RELAIS_E_PORT_TAKEN', taken.join(', '));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
