import { CHANNEL_CONTROL, FRAME_HEADER_BYTES, MessageType, RECORD_BODY_BYTES_MAX } from '../wire/index.js';

/**
 * Where the body of the next record is put together. Building and sealing happen in one go, so one buffer serves all sessions of a
 * process.
 */
export class RecordBody {
  readonly bytes = new Uint8Array(RECORD_BODY_BYTES_MAX);
  readonly view = new DataView(this.bytes.buffer);
  length = 0;
  /** It holds more than acknowledgements. */
  wantsAck = false;

  /** Adds a message of the session itself: unsequenced, a frame of its own. */
  add<T>(type: number, encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number, value: T): void {
    const { view, length: at } = this;
    const length = encode(value, this.bytes, view, at + FRAME_HEADER_BYTES);
    view.setUint16(at, length, true);
    view.setUint8(at + 2, CHANNEL_CONTROL);
    view.setUint8(at + 3, type);
    view.setUint8(at + 4, 0);
    view.setUint8(at + 5, 1);
    view.setUint32(at + 6, 0, true);
    this.length = at + FRAME_HEADER_BYTES + length;
    if (type !== MessageType.Ack) this.wantsAck = true;
  }
}

export const recordBody = new RecordBody();
