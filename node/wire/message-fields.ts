/**
 * What generated encoders and decoders are made of: fields, texts, the CRC32 at the end.
 *
 * 64-bit fields are two 32-bit halves joined in a double, which is exact within ±(2^53 − 1) and far faster than BigInt. Every check that
 * a hostile message can trip throws a coded error; nothing here allocates on the way of a good message.
 *
 * The functions that run for every field are as short as they can be, with literals and with their refusals elsewhere: V8 inlines all
 * fields of a message only while their bytecode stays below a budget. High halves from 0x1f_ffff on are where a number may leave
 * ±(2^53 − 1): below, its range needs no second look.
 */
import { RelaisError } from '../../registry/index.js';
import { crc32 } from './crc32.js';
import { asciiText } from './generated/ascii.gen.js';

/** Bytes of the CRC32 at the end of every message. */
export const MESSAGE_CRC_BYTES = 4;
export const NO_BYTES = new Uint8Array(0);
export const NO_VIEW = new DataView(new ArrayBuffer(0));

function outOfRange(value: number): never {
  throw new RelaisError('RELAIS_E_NUMBER_RANGE', `${value}`);
}

function malformed(what: string): never {
  throw new RelaisError('RELAIS_E_MESSAGE_MALFORMED', what);
}

const badLength = (length: number): never => malformed(`${length} bytes are not what its parts add up to`);
const badBlock = (blockLength: number, length: number): never => malformed(`block of ${blockLength} in ${length} bytes`);

export function writeU8(view: DataView, at: number, value: number): void {
  if (value >>> 0 !== value || value > 0xff) outOfRange(value);
  view.setUint8(at, value);
}

export function writeU16(view: DataView, at: number, value: number): void {
  if (value >>> 0 !== value || value > 0xffff) outOfRange(value);
  view.setUint16(at, value, true);
}

export function writeU32(view: DataView, at: number, value: number): void {
  if (value >>> 0 !== value) outOfRange(value);
  view.setUint32(at, value, true);
}

export function writeI32(view: DataView, at: number, value: number): void {
  if ((value | 0) !== value) outOfRange(value);
  view.setInt32(at, value, true);
}

export function writeU64(view: DataView, at: number, value: number): void {
  const low = value >>> 0;
  const exactHigh = (value - low) / 0x1_0000_0000;
  const high = exactHigh | 0;
  if (high !== exactHigh || high >>> 0 >= 0x1f_ffff) checkU64Value(value);
  view.setInt32(at, low, true);
  view.setInt32(at + 4, high, true);
}

export function writeI64(view: DataView, at: number, value: number): void {
  const low = value >>> 0;
  // Exact: a whole number minus its low half is a multiple of 2^32; of anything else a fraction, NaN or an infinity is left.
  const exactHigh = (value - low) / 0x1_0000_0000;
  const high = exactHigh | 0;
  if (high !== exactHigh || (high ^ (high >> 31)) >= 0x1f_ffff) checkI64Value(value);
  view.setInt32(at, low, true);
  view.setInt32(at + 4, high, true);
}

function checkU64Value(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) outOfRange(value);
}

function checkI64Value(value: number): void {
  if (!Number.isSafeInteger(value)) outOfRange(value);
}

export function readU64(view: DataView, at: number): number {
  const value = view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
  if (value > 0x1f_ffff_ffff_ffff) outOfRange(value);
  return value;
}

export function readI64(view: DataView, at: number): number {
  const value = view.getInt32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
  if (value > 0x1f_ffff_ffff_ffff || value < -0x1f_ffff_ffff_ffff) outOfRange(value);
  return value;
}

/** Refuses a field outside its range without making a number of it. */
export function checkU64(view: DataView, at: number): void {
  if (view.getUint32(at + 4, true) >= 0x1f_ffff) readU64(view, at);
}

/** As checkU64, for a signed field. */
export function checkI64(view: DataView, at: number): void {
  const high = view.getInt32(at + 4, true);
  if ((high ^ (high >> 31)) >= 0x1f_ffff) readI64(view, at);
}

function tooSmall(bytes: Uint8Array, at: number, length: number): never {
  throw new RelaisError('RELAIS_E_BUFFER_TOO_SMALL', `${length} bytes at ${at} of ${bytes.length}`);
}

/** Refuses to write beyond the end, where a Uint8Array would silently drop bytes. */
export function needRoom(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) tooSmall(bytes, at, length);
}

/**
 * Checks the outer shape of a message (`length` with its CRC32 lies within the buffer, and the fixed block within `length`), and gives
 * the bytes of the fixed block.
 */
export function blockLengthOf(view: DataView, at: number, length: number): number {
  if (length < 5 || at + length > view.byteLength) badLength(length);
  const blockLength = view.getUint8(at);
  if (blockLength < 1 || blockLength + 4 > length) badBlock(blockLength, length);
  return blockLength;
}

/**
 * Completes the fixed block of an older version of a message with null values: copies what is there into `into` and clears the rest.
 * `fieldEnds` are the offsets after each field; a block that ends within a field is malformed.
 */
export function completeBlock(view: DataView, at: number, blockLength: number, fieldEnds: readonly number[], into: DataView): DataView {
  if (blockLength !== 1 && !fieldEnds.includes(blockLength)) malformed(`block of ${blockLength} bytes ends within a field`);
  for (let offset = 0; offset < into.byteLength; offset += 1) {
    into.setUint8(offset, offset < blockLength ? view.getUint8(at + offset) : 0);
  }
  return into;
}

/** The parts that a message announces must add up to its length, to the byte. */
export function checkLength(end: number, at: number, length: number): void {
  if (end + 4 !== at + length) badLength(length);
}

export function checkCount(count: number, maxCount: number): void {
  if (count > maxCount) throw new RelaisError('RELAIS_E_GROUP_TOO_LARGE', `${count} entries, at most ${maxCount}`);
}

export function checkIndex(index: number, count: number): void {
  if (!(index >= 0 && index < count)) throw new RelaisError('RELAIS_E_INTERNAL', `entry ${index} of ${count}`);
}

function badText(why: string): never {
  throw new RelaisError('RELAIS_E_TEXT_MALFORMED', why);
}

/** Writes printable ASCII (0x21–0x7e) and gives its length in bytes. */
export function writeAscii(bytes: Uint8Array, at: number, text: string, maxBytes: number): number {
  const length = text.length;
  if (length > maxBytes) badText(`${length} characters, at most ${maxBytes}`);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x21 || code > 0x7e) badText(`character ${code}`);
    bytes[at + index] = code;
  }
  return length;
}

/** Refuses a text that is too long, that ends beyond `end`, or that holds anything but printable ASCII. */
export function checkAscii(bytes: Uint8Array, at: number, length: number, maxBytes: number, end: number): void {
  checkText(at, length, maxBytes, end);
  for (let index = at; index < at + length; index += 1) {
    const code = bytes[index] as number;
    if (code < 0x21 || code > 0x7e) badText(`byte ${code}`);
  }
}

/** Refuses a text that is too long or ends beyond `end`. */
export function checkText(at: number, length: number, maxBytes: number, end: number): void {
  if (length > maxBytes) badText(`${length} bytes, at most ${maxBytes}`);
  if (at + length > end) malformed('a text ends beyond the message');
}

/** A string from bytes that checkAscii has accepted. */
export const readAscii = asciiText;

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes text for people as UTF-8, cut at a character boundary when it is longer than `maxBytes`; gives its length in bytes. */
export function writeUtf8(bytes: Uint8Array, at: number, text: string, maxBytes: number): number {
  if (text === '') return 0;
  const room = bytes.subarray(at, at + maxBytes);
  const { read, written } = utf8Encoder.encodeInto(text, room);
  if (read < text.length && room.length < maxBytes) needRoom(bytes, at, maxBytes);
  return written;
}

/** Text for people: what is not UTF-8 becomes U+FFFD. */
export function readUtf8(bytes: Uint8Array, at: number, length: number): string {
  return length === 0 ? '' : utf8Decoder.decode(bytes.subarray(at, at + length));
}

/** Writes the CRC32 of a message whose fields are written; `length` includes the CRC32. */
export function writeMessageCrc(bytes: Uint8Array, view: DataView, at: number, length: number): void {
  const covered = length - MESSAGE_CRC_BYTES;
  view.setUint32(at + covered, crc32(bytes, at, covered), true);
}

/** Whether the CRC32 that the originator of a message made still fits; `length` includes the CRC32. */
export function messageCrcIsGood(bytes: Uint8Array, at: number, length: number): boolean {
  const covered = length - MESSAGE_CRC_BYTES;
  if (covered < 1 || at + length > bytes.length) return false;
  const end = at + covered;
  const low = (bytes[end] as number) | ((bytes[end + 1] as number) << 8) | ((bytes[end + 2] as number) << 16);
  return crc32(bytes, at, covered) === (low | ((bytes[end + 3] as number) << 24)) >>> 0;
}
