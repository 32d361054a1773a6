import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RelaisError } from '../../../registry/index.js';
import { type Command, CommandTracker } from './command-tracker.js';

const refusal = new RelaisError('RELAIS_E_ORDER_REFUSED', 'TooLate');

/** A tracker with what went out of it and what its observers heard. */
function aTracker(options: { room?: number; inFlightMax?: number } = {}) {
  const sent: string[] = [];
  const asked: string[] = [];
  const heard: string[] = [];
  let seq = 0;
  const link = { room: options.room ?? Number.POSITIVE_INFINITY };
  const tracker = new CommandTracker<string>(
    {
      send(_type, bytes) {
        if (link.room === 0) return 0;
        link.room -= 1;
        sent.push(Buffer.from(bytes).toString());
        return ++seq;
      },
      askStatus: (id) => void asked.push(id),
    },
    options.inFlightMax ?? 100,
  );
  const command = (clientOrderId: string, acceptUntilUs = 1_000, hasStatus = true): Command<string> => ({
    clientOrderId,
    type: 32,
    bytes: Buffer.from(clientOrderId),
    length: clientOrderId.length,
    acceptUntilUs,
    hasStatus,
    observer: {
      noteReceived: () => void heard.push(`${clientOrderId} received`),
      noteConfirmed: (result) => void heard.push(`${clientOrderId} ${result}`),
      noteFailed: (error) => void heard.push(`${clientOrderId} ${error.code}`),
    },
  });
  const newConnection = () => {
    seq = 0;
  };
  return { tracker, sent, asked, heard, link, command, newConnection };
}

describe('commands in flight', () => {
  test('received and confirmed are told apart, and a result implies receipt', () => {
    const { tracker, heard, command } = aTracker();
    tracker.connected(0);
    tracker.add(command('a'));
    tracker.add(command('b'));
    tracker.add(command('c'));
    tracker.acknowledged(2);
    tracker.confirmed('c', 'done');
    tracker.confirmed('a', 'done');
    tracker.acknowledged(3);
    expect(heard).toEqual(['a received', 'b received', 'c received', 'c done', 'a done']);
    expect(tracker.confirmed('a', 'again')).toBe(false);
  });

  test('what is unanswered at a disconnect goes out again, same bytes, same order, nothing else', () => {
    const { tracker, sent, command, newConnection } = aTracker();
    tracker.connected(0);
    for (const id of ['a', 'b', 'c']) tracker.add(command(id));
    tracker.acknowledged(3);
    tracker.confirmed('b', 'done');
    tracker.disconnected();
    tracker.add(command('d'));
    newConnection();
    tracker.connected(500);
    expect(sent).toEqual(['a', 'b', 'c', 'a', 'c', 'd']);
    expect(tracker.resubmitted).toBe(2);
  });

  test('after acceptUntil nothing is sent: the replay is awaited, then the region is asked', () => {
    const { tracker, sent, asked, heard, command } = aTracker();
    tracker.connected(0);
    tracker.add(command('order'));
    tracker.add(command('filled'));
    tracker.add(command('cancel', 1_000, false));
    tracker.disconnected();
    tracker.connected(2_000);
    expect(sent).toEqual(['order', 'filled', 'cancel']);
    expect(asked).toEqual([]);
    tracker.confirmed('filled', 'found in the replay');
    tracker.replayed();
    expect(asked).toEqual(['order']);
    tracker.statusUnknown('order');
    expect(heard).toEqual([
      'filled received',
      'filled found in the replay',
      'cancel RELAIS_E_ORDER_NOT_ACCEPTED',
      'order RELAIS_E_ORDER_NOT_ACCEPTED',
    ]);
  });

  test('what never left fails at once when its time has passed', () => {
    const { tracker, heard, command } = aTracker();
    tracker.add(command('a'));
    tracker.connected(2_000);
    expect(heard).toEqual(['a RELAIS_E_ORDER_NOT_ACCEPTED']);
  });

  test('a repeated order that is refused as too late may have been accepted the first time, and is looked up', () => {
    const { tracker, asked, heard, command } = aTracker();
    tracker.connected(0);
    tracker.add(command('a'));
    tracker.disconnected();
    tracker.connected(900);
    tracker.refused('a', true, refusal);
    expect(heard).toEqual([]);
    tracker.replayed();
    expect(asked).toEqual(['a']);
    tracker.confirmed('a', 'filled');
    expect(heard.at(-1)).toBe('a filled');
  });

  test('a first refusal is final', () => {
    const { tracker, heard, command } = aTracker();
    tracker.connected(0);
    tracker.add(command('a'));
    tracker.refused('a', true, refusal);
    expect(heard).toEqual(['a received', 'a RELAIS_E_ORDER_REFUSED']);
  });

  test('a full queue keeps the order of submission', () => {
    const { tracker, sent, link, command } = aTracker({ room: 1 });
    tracker.connected(0);
    for (const id of ['a', 'b', 'c']) tracker.add(command(id));
    expect(sent).toEqual(['a']);
    link.room = 1;
    tracker.writable();
    link.room = 5;
    tracker.add(command('d'));
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
  });

  test('limits: so many in flight, and no id twice', () => {
    const { tracker, command } = aTracker({ inFlightMax: 2 });
    tracker.add(command('a'));
    expect(() => tracker.add(command('a'))).toThrow(expect.objectContaining({ code: 'RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT' }));
    tracker.add(command('b'));
    expect(() => tracker.add(command('c'))).toThrow(expect.objectContaining({ code: 'RELAIS_E_IN_FLIGHT_LIMIT' }));
  });

  test('an answer that is overdue on a healthy connection is asked for, again and again', () => {
    const { tracker, asked, command } = aTracker();
    tracker.connected(0);
    tracker.replayed();
    tracker.add(command('a'));
    tracker.tick(5_000_000);
    expect(asked).toEqual([]);
    tracker.tick(5_001_000);
    tracker.tick(5_001_000);
    expect(asked).toEqual(['a']);
    tracker.statusFailed('a');
    tracker.tick(5_001_000);
    expect(asked).toEqual(['a', 'a']);
  });

  test('closing says of each what is known: never sent, or unknown', () => {
    const { tracker, heard, command, link } = aTracker({ room: 1 });
    tracker.connected(0);
    tracker.add(command('a'));
    tracker.add(command('b'));
    link.room = 0;
    tracker.close();
    expect(heard).toEqual(['a RELAIS_E_OUTCOME_UNKNOWN', 'b RELAIS_E_CLIENT_CLOSED']);
  });

  test('model: against a region that remembers ids, every command ends with the truth and takes effect at most once', () => {
    const step = fc.record({ what: fc.constantFrom('add', 'deliver', 'answer', 'cut', 'time'), n: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const region = new Map<string, string>();
        const effects: string[] = [];
        const outcomes = new Map<string, string>();
        let wire: string[] = [];
        let answers: (() => void)[] = [];
        let nowUs = 0;
        let lastId = 0;
        let seq = 0;
        const acceptUntil = new Map<string, number>();
        const tracker: CommandTracker<string> = new CommandTracker<string>(
          {
            send: (_type, bytes) => {
              wire.push(Buffer.from(bytes).toString());
              return ++seq;
            },
            askStatus: (id) => void answers.push(() => (region.has(id) ? tracker.confirmed(id, 'accepted') : tracker.statusUnknown(id))),
          },
          1_000,
        );
        const deliver = () => {
          const id = wire.shift();
          if (id === undefined) return;
          if (region.has(id)) answers.push(() => tracker.confirmed(id, 'accepted'));
          else if (nowUs > (acceptUntil.get(id) ?? 0)) answers.push(() => tracker.refused(id, true, refusal));
          else {
            region.set(id, 'accepted');
            effects.push(id);
            answers.push(() => tracker.confirmed(id, 'accepted'));
          }
        };
        const reconnect = () => {
          tracker.disconnected();
          // What the old connection held is lost, or still arrives: either must do.
          if (nowUs % 2 === 0) while (wire.length > 0) deliver();
          wire = [];
          answers = [];
          seq = 0;
          tracker.connected(nowUs);
          for (const id of region.keys()) if (nowUs % 3 === 0) tracker.confirmed(id, 'accepted');
          tracker.replayed();
        };
        tracker.connected(0);
        tracker.replayed();
        const run = ({ what, n }: { what: string; n: number }) => {
          if (what === 'add') {
            const id = `order-${++lastId}`;
            acceptUntil.set(id, nowUs + n * 3);
            tracker.add({
              clientOrderId: id,
              type: 32,
              bytes: Buffer.from(id),
              length: id.length,
              acceptUntilUs: nowUs + n * 3,
              hasStatus: true,
              observer: {
                noteReceived: () => {},
                noteConfirmed: (result) => void outcomes.set(id, result),
                noteFailed: (error) => void outcomes.set(id, error.code),
              },
            });
          } else if (what === 'deliver') deliver();
          else if (what === 'answer') answers.shift()?.();
          else if (what === 'cut') reconnect();
          else nowUs += n;
        };
        for (const one of steps) run(one);
        for (let n = 0; n < 5; n++) {
          while (wire.length > 0) deliver();
          while (answers.length > 0) answers.shift()?.();
          reconnect();
        }
        while (wire.length + answers.length > 0) {
          deliver();
          answers.shift()?.();
        }
        expect(new Set(effects).size).toBe(effects.length);
        for (let id = 1; id <= lastId; id++) {
          const outcome = outcomes.get(`order-${id}`);
          expect(outcome === 'accepted').toBe(region.has(`order-${id}`));
          expect(outcome).toBeDefined();
        }
      }),
    );
  });
});
