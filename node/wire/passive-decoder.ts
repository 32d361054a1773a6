/**
 * Reads one direction of a captured byte stream with the help of a key log, as a dissector does: it takes part in nothing, repairs
 * nothing, and says what it sees in the order in which it stands there. What it cannot open it still names.
 */
import { decodeAnswer, decodePreamble } from './handshake/index.js';
import type { KeyLogEntry, Side } from './key-log.js';
import { RecordOpener, recordBodyBytesAt, recordGenerationAt, recordNumberAt, recordTypeAt } from './record.js';
import { RecordParser, type RecordSink } from './record-parser.js';
import { ANSWER_BYTES, FLAG_CONTINUED, FLAG_MORE, FRAME_HEADER_BYTES, KEY_BYTES, MAC1_BYTES, PREAMBLE_BYTES } from './spec.js';

export interface SeenRecord {
  readonly number: number;
  /** Low byte of the session key generation, as the header says. */
  readonly generationByte: number;
  readonly type: number;
  readonly bodyBytes: number;
  /** `noKey`: the key log has no key that opens it. `repeated`: it stood in the stream before. */
  readonly outcome: 'opened' | 'noKey';
  readonly isRepeated: boolean;
}

export interface SeenFrame {
  readonly channel: number;
  readonly type: number;
  readonly flags: number;
  readonly count: number;
  readonly length: number;
  /** Low 32 bits of the sequence of its first message. */
  readonly seq: number;
}

export type SeenHandshake =
  | {
      readonly side: 'initiator';
      readonly version: number;
      readonly kind: string;
      readonly keyGeneration: number;
      readonly session: string;
    }
  | { readonly side: 'responder'; readonly version: number /** 0, or the wire number of the refusal. */; readonly error: number };

export interface PassiveSink {
  handshake(handshake: SeenHandshake): void;
  record(record: SeenRecord): void;
  /** Frames and messages follow the record that carries them. */
  frame(frame: SeenFrame): void;
  /** A whole message; one that was cut is given after its last fragment, if the fragments stood in the stream in order. */
  message(channel: number, type: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  damage(where: 'header' | 'record' | 'frame', bytes: number): void;
}

/** Scanning is limited per second; a capture has no time, so each slice counts as one. */
const SLICE_BYTES = 65_536;
const CUT_MESSAGE_BYTES_MAX = 16_777_216;

interface CutMessage {
  parts: Uint8Array[];
  bytes: number;
  nextSeq: number;
}

export class PassiveDecoder implements RecordSink {
  private readonly side: Side;
  private readonly sink: PassiveSink;
  private readonly parser = new RecordParser(this);
  private readonly openers: RecordOpener[] = [];
  private readonly cut = new Map<number, CutMessage>();
  /** First bytes, until the handshake is complete; null after it. */
  private beginning: Uint8Array | null = new Uint8Array(0);
  private highest = 0;
  private second = 0;

  /** `side`: whose bytes these are. */
  constructor(side: Side, sink: PassiveSink) {
    this.side = side;
    this.sink = sink;
  }

  /** Keys of other sessions do no harm. They may come late: records before them stay closed. */
  addKey(entry: KeyLogEntry): void {
    if (entry.side === this.side) this.openers.unshift(new RecordOpener(entry.generation, entry.key));
  }

  receive(chunk: Uint8Array): void {
    let rest = chunk;
    if (this.beginning !== null) {
      const all = Buffer.concat([this.beginning, chunk]);
      const handshakeBytes = this.handshakeBytes(all);
      if (handshakeBytes < 0) {
        this.beginning = all;
        return;
      }
      this.beginning = null;
      rest = all.subarray(handshakeBytes);
    }
    for (let at = 0; at < rest.length; at += SLICE_BYTES) {
      this.second += 1_000;
      this.parser.receive(rest.subarray(at, at + SLICE_BYTES), this.second);
    }
  }

  record(bytes: Uint8Array, at: number): boolean {
    const number = recordNumberAt(bytes, at);
    const generationByte = recordGenerationAt(bytes, at);
    const isRepeated = number <= this.highest;
    this.highest = Math.max(this.highest, number);
    const body = this.open(bytes, at, generationByte);
    const outcome = body === null ? 'noKey' : 'opened';
    this.sink.record({
      number,
      generationByte,
      type: recordTypeAt(bytes, at),
      bodyBytes: recordBodyBytesAt(bytes, at),
      outcome,
      isRepeated,
    });
    if (body !== null) this.frames(body);
    return true;
  }

  damage(where: 'header' | 'record', bytes: number): void {
    this.sink.damage(where, bytes);
  }

  givenUp(): void {}

  /** How many bytes the handshake has; −1 if that is not known yet, 0 if the capture began after it. */
  private handshakeBytes(bytes: Uint8Array): number {
    const isInitiator = this.side === 'initiator';
    const headBytes = isInitiator ? PREAMBLE_BYTES : ANSWER_BYTES;
    if (bytes.length < headBytes) return -1;
    if (!isInitiator) {
      const answer = decodeAnswer(bytes);
      if (answer === null) return 0;
      if (bytes.length < headBytes + answer.noiseBytes) return -1;
      this.sink.handshake({ side: 'responder', version: answer.version, error: answer.error });
      return headBytes + answer.noiseBytes;
    }
    const preamble = decodePreamble(bytes);
    if (preamble === null) return 0;
    const end = headBytes + preamble.noiseBytes + MAC1_BYTES;
    if (bytes.length < end) return -1;
    const session = Buffer.from(bytes.subarray(headBytes, headBytes + KEY_BYTES)).toString('hex');
    const { version, kind, keyGeneration } = preamble;
    this.sink.handshake({ side: 'initiator', version, kind: kind ?? 'unknown', keyGeneration, session });
    return end;
  }

  private open(bytes: Uint8Array, at: number, generationByte: number): Uint8Array | null {
    for (const [index, opener] of this.openers.entries()) {
      if ((opener.generation & 0xff) !== generationByte) continue;
      const body = opener.open(bytes, at);
      if (body === null) continue;
      // The one that fits will fit again.
      if (index > 0) this.openers.unshift(...this.openers.splice(index, 1));
      return body;
    }
    return null;
  }

  private frames(body: Uint8Array): void {
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    let at = 0;
    while (at < body.length) {
      if (body.length - at < FRAME_HEADER_BYTES) return this.sink.damage('frame', body.length - at);
      const frame = {
        length: view.getUint16(at, true),
        channel: view.getUint8(at + 2),
        type: view.getUint8(at + 3),
        flags: view.getUint8(at + 4),
        count: view.getUint8(at + 5),
        seq: view.getUint32(at + 6, true),
      };
      const payloadAt = at + FRAME_HEADER_BYTES;
      const end = payloadAt + frame.length * frame.count;
      if (end > body.length || end === payloadAt) return this.sink.damage('frame', body.length - at);
      this.sink.frame(frame);
      if ((frame.flags & (FLAG_MORE | FLAG_CONTINUED)) !== 0) this.fragment(frame, body.slice(payloadAt, end));
      else {
        for (let index = 0; index < frame.count; index += 1) {
          const messageAt = payloadAt + index * frame.length;
          this.sink.message(frame.channel, frame.type, frame.seq === 0 ? 0 : frame.seq + index, body, view, messageAt, frame.length);
        }
      }
      at = end;
    }
  }

  private fragment({ channel, type, flags, seq }: SeenFrame, part: Uint8Array): void {
    const cut = (flags & FLAG_CONTINUED) === 0 ? { parts: [], bytes: 0, nextSeq: seq } : this.cut.get(channel);
    if (cut === undefined || cut.nextSeq !== seq || cut.bytes + part.length > CUT_MESSAGE_BYTES_MAX) {
      this.cut.delete(channel);
      return;
    }
    cut.parts.push(part);
    cut.bytes += part.length;
    cut.nextSeq = (seq + 1) >>> 0;
    this.cut.set(channel, cut);
    if ((flags & FLAG_MORE) !== 0) return;
    this.cut.delete(channel);
    const bytes = new Uint8Array(Buffer.concat(cut.parts));
    this.sink.message(channel, type, seq, bytes, new DataView(bytes.buffer), 0, bytes.length);
  }
}
