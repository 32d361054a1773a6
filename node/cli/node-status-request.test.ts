import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { requestStatus } from './node-status-request.js';
import { statusTable } from './status-table.js';

test('a region that takes the connection and says nothing is a line of the table like any other', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined));
  const httpPort = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  const region = { name: 'paris', number: 1, host: '127.0.0.1', port: 1, httpPort, publicKey: '' };
  const answers = await requestStatus([region]);
  server.close();
  expect(answers).toEqual([{ region, failure: 'TimeoutError' }]);
  expect(statusTable(answers, new Map(), 0)[1]).toMatch(/^paris +TimeoutError +-/);
});
