import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { RelaisError } from '../../registry/index.js';

export interface HttpEndpointOptions {
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  /** Null when orders are accepted, else the reason why not. */
  readonly notReadyBecause: () => string | null;
  readonly status: () => unknown;
}

/** Local HTTP port for people and monitors: /metrics, /healthz (the loop turns), /readyz (orders are accepted), /status (JSON). */
export async function startHttpEndpoint(options: HttpEndpointOptions): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer(
    { requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192, keepAliveTimeout: 5_000 },
    (request, response) => {
      const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
        response.writeHead(status, { 'content-type': type }).end(body);
      if (request.method !== 'GET') return answer(405, 'only GET\n');
      switch (request.url?.split('?')[0]) {
        case '/healthz':
          return answer(200, 'ok\n');
        case '/readyz': {
          const reason = options.notReadyBecause();
          return answer(reason === null ? 200 : 503, `${reason ?? 'ok'}\n`);
        }
        case '/status':
          return answer(200, JSON.stringify(options.status()), 'application/json');
        case '/metrics':
          return void options.registry.metrics().then(
            (text) => answer(200, text, options.registry.contentType),
            () => answer(500, 'metrics could not be collected\n'),
          );
        default:
          return answer(404, 'try /metrics, /healthz, /readyz or /status\n');
      }
    },
  );
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new RelaisError('RELAIS_E_LISTEN_FAILED', `http ${options.host}:${options.port}: ${cause.message}`, { cause })),
    );
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
