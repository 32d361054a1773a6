import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface FlipProxyOptions {
  /** Where the real server listens, on 127.0.0.1. */
  readonly port: number;
  /** One flipped bit per so many bytes on average, each direction for itself. */
  readonly bytesPerFlip: number;
  /** Bytes of each direction that pass unharmed first: the handshake. */
  readonly cleanBytes: number;
  readonly seed: number;
}

export interface FlipProxy {
  readonly port: number;
  /** Bits flipped so far, and connections made: a session that survives makes one. */
  readonly counts: { flips: number; connections: number };
  /** From now on nothing is harmed. */
  heal(): void;
  close(): void;
}

/** A real TCP proxy that flips bits, as a bad network card does whose checksums come out right. */
export async function openFlipProxy({ port, bytesPerFlip, cleanBytes, seed }: FlipProxyOptions): Promise<FlipProxy> {
  const counts = { flips: 0, connections: 0 };
  const random = mulberry32(seed);
  const sockets = new Set<Socket>();
  let isHarmful = true;

  const harmingPipe = (from: Socket, to: Socket): void => {
    // Exponential gaps: any place may be hit, two hits may be close together.
    const gap = (): number => 1 + Math.floor(-Math.log(1 - random()) * bytesPerFlip);
    let untilFlip = cleanBytes + gap();
    from.on('data', (chunk: Buffer) => {
      let at = 0;
      for (; chunk.length - at >= untilFlip; untilFlip = gap()) {
        at += untilFlip;
        if (!isHarmful) continue;
        chunk.writeUInt8(chunk.readUInt8(at - 1) ^ (1 << Math.floor(random() * 8)), at - 1);
        counts.flips++;
      }
      untilFlip -= chunk.length - at;
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('close', () => to.destroy());
    from.on('error', () => {});
  };

  const server = createServer({ noDelay: true }, (client) => {
    counts.connections++;
    const target = connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.add(client).add(target);
    harmingPipe(client, target);
    harmingPipe(target, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    heal: () => {
      isHarmful = false;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Small seeded generator (Tommy Ettinger's mulberry32), numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
