/** One side of one contestant of `bench throughput`. Started by throughput.ts with: contestant. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveParent } from './peers/child.js';
import { sharedNowUs } from './peers/clock.js';
import { encodeHistogram, newHistogram } from './peers/histogram.js';
import { pace } from './peers/pace.js';
import { PUBLISH_CONTESTANTS, type PublishName } from './peers/publish/contestants.js';
import type { PublishAddress } from './peers/publish/publish-peer.js';
import { type Delivered, type PublishRun, SUBSCRIBERS } from './peers/publish/runs.js';

const peer = PUBLISH_CONTESTANTS[process.argv[2] as PublishName]();
/** Flat out: bytes, and at least so many messages, between two looks at the sockets. */
const BURST_BYTES = 65_536;
const BURST_MESSAGES = 256;
let sequence = 0;

const expected = new Float64Array(SUBSCRIBERS);
let histogram = newHistogram();
let isTimed = false;
let count = 0;
let missing = 0;
let firstUs = 0;
let lastUs = 0;
let view: DataView = new DataView(new ArrayBuffer(0));

/** Payload: intended moment (f64 µs), sequence (f64), filler. */
function onMessage(subscriber: number, bytes: Uint8Array, at: number): void {
  if (view.buffer !== bytes.buffer) view = new DataView(bytes.buffer);
  const start = bytes.byteOffset + at;
  const seq = view.getFloat64(start + 8, true);
  if (seq !== expected[subscriber]) missing += Math.abs(seq - (expected[subscriber] as number));
  expected[subscriber] = seq + 1;
  if ((++count & 63) === 0) lastUs = sharedNowUs();
  if (!isTimed) return;
  histogram.recordValue(Math.max(1, Math.round((sharedNowUs() - view.getFloat64(start, true)) * 1000)));
}

function publishFlatOut(seconds: number, payload: Uint8Array, payloadView: DataView): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  const burst = Math.max(BURST_MESSAGES, BURST_BYTES / payload.length);
  return new Promise((resolve) => {
    const turn = (): void => {
      for (let i = 0; i < burst; i++) {
        payloadView.setFloat64(8, sequence, true);
        if (!peer.publish(payload)) break;
        sequence++;
      }
      if (performance.now() < endMs) setImmediate(turn);
      else resolve();
    };
    turn();
  });
}

serveParent({
  cpuUs: () => process.cpuUsage().user + process.cpuUsage().system,
  open: () => peer.open(),
  subscribed: () => peer.subscribed(SUBSCRIBERS),
  subscribe: (address: PublishAddress) => peer.subscribe(address, SUBSCRIBERS, onMessage),
  publish: async ({ seconds, payloadBytes, perS }: PublishRun) => {
    const payload = new Uint8Array(payloadBytes).map((_, i) => i * 31);
    const payloadView = new DataView(payload.buffer);
    if (perS === 0) return publishFlatOut(seconds, payload, payloadView);
    await pace({ seconds, perS, spin: true }, (intendedUs) => {
      payloadView.setFloat64(0, intendedUs, true);
      payloadView.setFloat64(8, sequence, true);
      const taken = peer.publish(payload);
      if (taken) sequence++;
      return taken;
    });
  },
  published: () => sequence,
  begin: (timed: boolean) => {
    isTimed = timed;
    histogram = newHistogram();
    count = 0;
    missing = 0;
    firstUs = sharedNowUs();
    lastUs = firstUs;
  },
  /** Waits for what is still on its way; time counts until the last arrivals, not until we noticed. */
  delivered: async (published: number): Promise<Delivered> => {
    for (let before = -1; before !== count && expected.some((seq) => seq < published); ) {
      before = count;
      await sleep(300);
    }
    for (const [i, seq] of expected.entries()) {
      missing += published - seq;
      expected[i] = published;
    }
    return { count, missing, seconds: (lastUs - firstUs) / 1e6, histogram: encodeHistogram(histogram) };
  },
});
