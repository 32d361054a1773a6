import {
  ANSWER_BYTES,
  decodeAnswer,
  decodePreamble,
  MAC1_BYTES,
  PREAMBLE_BYTES,
  RecordParser,
  recordGenerationAt,
  recordNumberAt,
} from '../../wire/index.js';
import { FrameDescriber } from './describe-frames.js';
import type { KeyRing, Side } from './key-ring.js';

/** No handshake message is longer; what claims more is not this protocol. */
const MAX_FLIGHT_BYTES = 4096;

/**
 * Prints one direction of one connection: the handshake flight, then record by record. Feed it the bytes as they were captured, cut
 * anywhere; it gives the lines that are complete now. What cannot be read is a line as well, never an exception.
 */
export class StreamDissector {
  private readonly side: Side;
  private readonly keys: KeyRing;
  private readonly frames = new FrameDescriber();
  private flight: Uint8Array | null = new Uint8Array(0);
  private parser: RecordParser;
  private lines: string[] = [];

  /** @param side whose bytes these are */
  constructor(side: Side, keys: KeyRing) {
    this.side = side;
    this.keys = keys;
    this.parser = this.newParser();
  }

  push(bytes: Uint8Array, nowMs: number): string[] {
    this.lines = [];
    const rest = this.flight === null ? bytes : this.readFlight(Buffer.concat([this.flight, bytes]));
    if (rest !== null && rest.length > 0) this.parser.receive(rest, nowMs);
    return this.lines;
  }

  /** What follows the flight; null while it is not complete. */
  private readFlight(bytes: Uint8Array): Uint8Array | null {
    this.flight = bytes;
    const headBytes = this.side === 'initiator' ? PREAMBLE_BYTES : ANSWER_BYTES;
    if (bytes.length < headBytes) return null;
    const length = this.side === 'initiator' ? this.initiatorFlight(bytes) : this.responderFlight(bytes);
    if (length > 0 && bytes.length < length) return null;
    this.flight = null;
    if (length === 0) this.lines.push('this is no handshake of this protocol; looking for records');
    else this.describeFlight(bytes);
    return bytes.subarray(length);
  }

  private initiatorFlight(bytes: Uint8Array): number {
    const preamble = decodePreamble(bytes);
    if (preamble === null || preamble.noiseBytes > MAX_FLIGHT_BYTES) return 0;
    return PREAMBLE_BYTES + preamble.noiseBytes + MAC1_BYTES;
  }

  private responderFlight(bytes: Uint8Array): number {
    const answer = decodeAnswer(bytes);
    if (answer === null || answer.noiseBytes > MAX_FLIGHT_BYTES) return 0;
    return ANSWER_BYTES + answer.noiseBytes;
  }

  private describeFlight(bytes: Uint8Array): void {
    const preamble = this.side === 'initiator' ? decodePreamble(bytes) : null;
    const answer = this.side === 'responder' ? decodeAnswer(bytes) : null;
    if (preamble !== null) {
      const { version, kind, keyGeneration, noiseBytes } = preamble;
      this.lines.push(
        `handshake: preamble version=${version} kind=${kind ?? 'unknown'} keyGeneration=${keyGeneration} noise message 1 of ${noiseBytes} bytes`,
      );
    } else if (answer !== null) {
      const { version, error, noiseBytes } = answer;
      this.lines.push(
        `handshake: answer version=${version} ${error === 0 ? `accepted, noise message 2 of ${noiseBytes} bytes` : `refused with error ${error}`}`,
      );
    }
  }

  private newParser(): RecordParser {
    return new RecordParser({
      record: (bytes, at, recordBytes) => {
        this.record(bytes, at, recordBytes);
        return true;
      },
      damage: (where, bytes) => {
        this.lines.push(
          where === 'header' ? `damage: ${bytes} bytes passed over` : `damage: a record of ${bytes} bytes with a wrong CRC32`,
        );
      },
      givenUp: () => {
        this.lines.push('damage: more than a session bears; it would end here');
        this.parser = this.newParser();
      },
    });
  }

  private record(bytes: Uint8Array, at: number, recordBytes: number): void {
    const number = recordNumberAt(bytes, at);
    const opened = this.keys.open(this.side, bytes, at);
    if (opened === null) {
      this.lines.push(
        `record ${number} gen ~${recordGenerationAt(bytes, at)} ${recordBytes} bytes: sealed, no key of the key log opens it`,
      );
      return;
    }
    this.lines.push(`record ${number} gen ${opened.generation} ${recordBytes} bytes`);
    for (const line of this.frames.describe(opened.body)) this.lines.push(`  ${line}`);
  }
}
