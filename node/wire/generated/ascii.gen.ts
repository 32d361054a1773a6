// Generated from node/wire/schema by `npm run generate`. Do not edit.

/** A string of `length` one-byte characters from `at`; the range lies within `bytes`. */
export function asciiText(bytes: Uint8Array, at: number, length: number): string {
  switch (length) {
    case 0:
      return '';
    case 1:
      return String.fromCharCode(bytes[at] as number);
    case 2:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number);
    case 3:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number);
    case 4:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number);
    case 5:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number);
    case 6:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number);
    case 7:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number);
    case 8:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number);
    case 9:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number);
    case 10:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number);
    case 11:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number);
    case 12:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number);
    case 13:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number);
    case 14:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number);
    case 15:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number);
    case 16:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number);
    case 17:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number);
    case 18:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number);
    case 19:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number);
    case 20:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number, bytes[at + 19] as number);
    case 21:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number, bytes[at + 19] as number, bytes[at + 20] as number);
    case 22:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number, bytes[at + 19] as number, bytes[at + 20] as number, bytes[at + 21] as number);
    case 23:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number, bytes[at + 19] as number, bytes[at + 20] as number, bytes[at + 21] as number, bytes[at + 22] as number);
    case 24:
      return String.fromCharCode(bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number, bytes[at + 4] as number, bytes[at + 5] as number, bytes[at + 6] as number, bytes[at + 7] as number, bytes[at + 8] as number, bytes[at + 9] as number, bytes[at + 10] as number, bytes[at + 11] as number, bytes[at + 12] as number, bytes[at + 13] as number, bytes[at + 14] as number, bytes[at + 15] as number, bytes[at + 16] as number, bytes[at + 17] as number, bytes[at + 18] as number, bytes[at + 19] as number, bytes[at + 20] as number, bytes[at + 21] as number, bytes[at + 22] as number, bytes[at + 23] as number);
    default:
      return Buffer.prototype.latin1Slice.call(bytes, at, at + length);
  }
}
