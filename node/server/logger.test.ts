import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { createLogger } from './logger.js';

function sink(): { stream: Writable; text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

describe('the logger', () => {
  test('writes one JSON object a line to a pipe', () => {
    const { stream, text } = sink();
    createLogger({ name: 'paris', isTerminal: false, destination: stream }).info({ region: 'paris' }, 'serving');
    expect(JSON.parse(text())).toMatchObject({ name: 'paris', region: 'paris', msg: 'serving' });
  });

  test.each(['psk', 'seed', 'privateKey', 'secret', 'token', 'key', 'credentials'])(
    'never writes what is called %s, at any depth',
    (name) => {
      const { stream, text } = sink();
      const log = createLogger({ name: 'paris', isTerminal: false, destination: stream });
      log.info({ [name]: 'hush-0', link: { [name]: 'hush-1', peer: { [name]: 'hush-2' } } }, 'loaded');
      expect(text()).not.toContain('hush');
      expect(text()).toContain('[redacted]');
    },
  );

  test('writes readable lines to a terminal', async () => {
    const { stream, text } = sink();
    createLogger({ name: 'paris', isTerminal: true, destination: stream }).info('serving');
    await new Promise((done) => setImmediate(done));
    expect(text()).toMatch(/INFO.*serving/);
  });
});
