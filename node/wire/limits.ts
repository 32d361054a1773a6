/** Limits of this implementation; another one may choose others. What both sides must agree on is in spec.ts. */

/** Searching a damaged stream for the next record: candidates that proved false, and bytes passed over, in one second. */
export const SCAN_ATTEMPTS_PER_S = 64;
export const SCAN_BYTES_PER_S = 1_048_576;
/** Records get smaller on a link that damages them, down to this. */
export const RECORD_BODY_BYTES_MIN = 4_096;
/** A record that carries bulk on a slow link is no larger than this. */
export const SLOW_BULK_RECORD_BYTES = 4_096;
/** First size of queues and windows; they double as needed, up to their settings. */
export const FIRST_BUFFER_BYTES = 16_384;
/** Buffers larger than this are given back when they are empty and nothing has been sent for a while. */
export const KEPT_BUFFER_BYTES = 262_144;
/** Copying by words of eight bytes wins up to this: no subarray to allocate. */
export const WORDWISE_COPY_BYTES = 128;
