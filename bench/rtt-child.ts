/** One side of one contestant of `bench rtt`. Started by rtt.ts with: contestant, side. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveParent } from './peers/child.js';
import { sharedNowUs } from './peers/clock.js';
import { ECHO_CONTESTANTS, type EchoName } from './peers/echo/contestants.js';
import { type EchoAddress, type EchoClient, PAYLOAD_BYTES } from './peers/echo/echo-peer.js';
import type { EchoResult, EchoRun } from './peers/echo/runs.js';
import { encodeHistogram, newHistogram } from './peers/histogram.js';
import { pace } from './peers/pace.js';

const peer = ECHO_CONTESTANTS[process.argv[2] as EchoName]();
let histogram = newHistogram();
let answered = 0;
let client: EchoClient;
let spinning = false;

function onAnswer(payload: Uint8Array): void {
  const sentUs = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getFloat64(0, true);
  histogram.recordValue(Math.max(1, Math.round((sharedNowUs() - sentUs) * 1000)));
  answered++;
}

function spin(): void {
  if (spinning) setImmediate(spin);
}

serveParent({
  listen: () => peer.listen(),
  connect: async (address: EchoAddress) => {
    client = await peer.connect(address, onAnswer);
  },
  spin: (on: boolean) => {
    const wasSpinning = spinning;
    spinning = on;
    if (on && !wasSpinning) spin();
  },
  run: async ({ seconds, perS, spin: isSpinning }: EchoRun): Promise<EchoResult> => {
    const payload = new Uint8Array(PAYLOAD_BYTES);
    const view = new DataView(payload.buffer);
    const due = (intendedUs: number): boolean => {
      view.setFloat64(0, intendedUs, true);
      client.send(payload);
      return true;
    };
    // What the first hundreds of round trips teach the compiler is not part of the figure.
    await pace({ seconds: 0.15, perS, spin: isSpinning }, due);
    await sleep(50);
    histogram = newHistogram();
    answered = 0;
    const sent = await pace({ seconds, perS, spin: isSpinning }, due);
    for (let waitedMs = 0; answered < sent && waitedMs < 1000; waitedMs += 10) await sleep(10);
    return { sent, answered, histogram: encodeHistogram(histogram) };
  },
});
