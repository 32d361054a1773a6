import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MESSAGES, MessageType, writeMessageCrc } from '../wire/index.js';
import { clientLimits } from './limits.js';
import { Relais } from './relais.js';
import { settle } from './testing/fake-clock.js';
import { MemoryNetwork } from './testing/memory-network.js';

const types = MESSAGES.map((message) => message.type);
const anyMessage = fc.record({
  channel: fc.integer({ min: 0, max: 7 }),
  type: fc.oneof(fc.constantFrom(...types), fc.integer({ min: 1, max: 255 })),
  body: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  /** Makes the fixed block plausible, so that the parser gets further. */
  block: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  crcIsGood: fc.boolean(),
});

describe('a peer that sends anything at all', () => {
  test('costs at most a new session: no exception, no wrong result, and the client goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMessage, { maxLength: 12 }), async (messages) => {
        const network = new MemoryNetwork();
        const relais = new Relais(network.surroundings(), clientLimits({ closeWithinMs: 0 }), 1);
        await relais.open();
        await settle();
        relais.quotes(['EURUSD']);
        relais.trades(['EURUSD']);
        relais.book('EURUSD');
        for (const { channel, type, body, block, crcIsGood } of messages) {
          const bytes = new Uint8Array(body.length + 4);
          bytes.set(body);
          if (block !== undefined) bytes[0] = Math.min(block, body.length);
          writeMessageCrc(bytes, new DataView(bytes.buffer), 0, bytes.length);
          if (!crcIsGood) bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 0xff;
          for (const session of network.region.sessions) session.send(channel, type, bytes, 0, bytes.length);
        }
        await network.clock.advance(3_000);
        expect(relais.state.phase).toBe('connected');
        const order = relais.submit({ instrument: 'EURUSD', side: 'buy', price: '1', quantity: '1' });
        expect((await order.confirmed).type).toBe('new');
        await relais.close();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('a session that was told Welcome twice, or another region in mid-session, is no other session', async () => {
    const network = new MemoryNetwork();
    const relais = new Relais(network.surroundings(), clientLimits({ closeWithinMs: 0 }), 1);
    await relais.open();
    for (const session of network.region.sessions) network.region.arrived(session);
    await settle();
    expect(network.region.heard.filter((type) => type === MessageType.InstrumentsRequest).length).toBe(1);
    expect(relais.counters.connections).toBe(1);
    await relais.close();
  });
});
