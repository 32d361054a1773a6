/** Constants of the protocol: part of the bytes on the wire or of what both sides must agree on. Limits of this implementation: limits.ts. */

export const PROTOCOL_VERSION = 1;

// Handshake
/** 'RLIS' */
export const PREAMBLE_MAGIC = 0x53494c52;
export const PREAMBLE_BYTES = 16;
export const PEER_KIND_NODE = 1;
export const PEER_KIND_PARTNER = 2;
export const MAC1_BYTES = 16;
export const MAC1_LABEL = 'relais mac1 v1';
/** 'RA' */
export const ANSWER_MAGIC = 0x4152;
export const ANSWER_BYTES = 8;
export const ANSWER_ACCEPTED = 0;
export const ANSWER_REFUSED = 1;
export const NOISE_PROTOCOL = 'Noise_IKpsk2_25519_AESGCM_SHA256';
/** Payload of both handshake messages: bits of optional features, u32. None is defined yet: send 0, ignore what you do not know. */
export const HANDSHAKE_PAYLOAD_BYTES = 4;
/** Message 1 with its payload: ephemeral key 32, static key 32 + 16, payload + 16. Longer ones come from later versions. */
export const NOISE_MESSAGE_1_BYTES = 100;
export const NOISE_MESSAGE_2_BYTES = 52;
export const NOISE_MESSAGE_BYTES_MAX = 1_024;

// Keys
export const KEY_BYTES = 32;
export const RATCHET_LABEL = 'relais ratchet v1';
export const REKEY_LABEL = 'relais rekey v1';
export const PARTNER_PSK_LABEL = 'relais partner psk v1';

// Records
/** 'RL' */
export const RECORD_MAGIC = 0x4c52;
export const RECORD_TYPE_FRAMES = 1;
export const RECORD_HEADER_BYTES = 20;
/** What the header check covers. */
export const RECORD_CHECKED_BYTES = 16;
export const RECORD_TAG_BYTES = 16;
export const RECORD_CRC_BYTES = 4;
export const RECORD_OVERHEAD_BYTES = RECORD_HEADER_BYTES + RECORD_TAG_BYTES + RECORD_CRC_BYTES;
export const RECORD_BODY_BYTES_MAX = 16_384;
export const RECORD_BYTES_MAX = RECORD_BODY_BYTES_MAX + RECORD_OVERHEAD_BYTES;
/** Record numbers are counted from here; 0 means "none". */
export const FIRST_RECORD = 1;
/** No more than this many records are unacknowledged, so a receiver needs to remember no more. */
export const RECORD_WINDOW = 8_192;
/** A generation of keys seals no more than this. */
export const RECORDS_PER_KEY_MAX = 2 ** 23;

// Frames
export const FRAME_HEADER_BYTES = 10;
/** Header included: four of them fill a record. */
export const FRAME_BYTES_MAX = 4_096;
export const FRAME_PAYLOAD_BYTES_MAX = FRAME_BYTES_MAX - FRAME_HEADER_BYTES;
export const FRAME_COUNT_MAX = 255;
/** More fragments of this message follow. */
export const FLAG_MORE = 0x01;
/** This is not the first fragment of its message. */
export const FLAG_CONTINUED = 0x02;
/** Reserved: the payload is a compressed block. */
export const FLAG_COMPRESSED = 0x04;
/** Reserved: a block that needs nothing that came before it (restart of a conflated reader). */
export const FLAG_SELF_CONTAINED = 0x08;
/** Reserved: a request token precedes the message. */
export const FLAG_TOKEN = 0x10;
/** Reserved: a signature over the messages of the frame follows them. */
export const FLAG_SIGNED = 0x20;
/** What a peer of this version may set. */
export const FLAGS_KNOWN = FLAG_MORE | FLAG_CONTINUED;

// Channels (numbers: CHANNELS in schema/)
export const CHANNEL_COUNT = 7;
export const CHANNEL_CONTROL = 0;
/** Message types below this on the control channel belong to the session itself and carry seq 0. */
export const FIRST_APPLICATION_TYPE = 16;
export const FIRST_SEQ = 1;

// Flow control
export const INITIAL_CREDIT_BYTES = 65_536;
export const CREDIT_ALL_CHANNELS = 255;
