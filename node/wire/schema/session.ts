import type { FieldSpec, MessageSpec } from './schema.js';

const acknowledged: FieldSpec = {
  name: 'acknowledged',
  type: 'u64',
  doc: 'Every record of the receiver of this message up to this number has arrived; 0 for none.',
};

/**
 * Messages that sessions exchange among themselves on the control channel (types 1–15). They are not sequenced (seq 0): each takes effect
 * when its record arrives, whatever is missing before it, otherwise two gaps could wait for each other's NACK.
 */
export const SESSION_MESSAGES: readonly MessageSpec[] = [
  {
    name: 'Ack',
    type: 1,
    channel: 'control',
    doc: 'Cumulative acknowledgement of records.',
    fields: [
      acknowledged,
      { name: 'delayUs', type: 'u32', unit: 'us', doc: 'How long the newest of them waited for this; 0 if not measured.' },
    ],
  },
  {
    name: 'Nack',
    type: 2,
    channel: 'control',
    doc: 'Records that are missing although a later one was authenticated: send the same bytes again.',
    fields: [acknowledged],
    group: {
      name: 'ranges',
      maxCount: 64,
      doc: 'Missing numbers, lowest first.',
      fields: [
        { name: 'first', type: 'u64', doc: 'First missing record number.' },
        { name: 'count', type: 'u16', doc: 'How many in a row, from 1.' },
      ],
    },
  },
  {
    name: 'Beat',
    type: 3,
    channel: 'control',
    doc: 'Keep-alive. Makes a lost tail known, and acknowledges.',
    fields: [
      { name: 'highestSent', type: 'u64', doc: 'Number of the record that carries this beat: the highest sent so far.' },
      acknowledged,
      { name: 'progress', type: 'u32', doc: "Counter of the sender's main loop; 0 if not kept." },
    ],
  },
  {
    name: 'RekeyOffer',
    type: 4,
    channel: 'control',
    doc: 'From the responder of the handshake: next generation of record keys.',
    fields: [
      { name: 'generation', type: 'u32', doc: 'Session key generation that is offered: the present one plus 1.' },
      { name: 'pskGeneration', type: 'u32', doc: 'Which psk is mixed in: transport key generation (nodes) or UTC day number (partners).' },
    ],
    texts: [{ name: 'publicKey', maxBytes: 64, doc: 'Fresh X25519 public key, 64 lower-case hexadecimal digits.' }],
  },
  {
    name: 'RekeyAnswer',
    type: 5,
    channel: 'control',
    doc: 'From the initiator: accepts an offer. The responder seals with the new generation from here on.',
    fields: [{ name: 'generation', type: 'u32', doc: 'Generation of the offer.' }],
    texts: [{ name: 'publicKey', maxBytes: 64, doc: 'Fresh X25519 public key, 64 lower-case hexadecimal digits.' }],
  },
  {
    name: 'Credit',
    type: 6,
    channel: 'control',
    doc: 'How much the receiver of this message may send on a channel.',
    fields: [
      { name: 'creditChannel', type: 'u8', doc: 'Channel; 255 for all.' },
      {
        name: 'limitBytes',
        type: 'u64',
        unit: 'bytes',
        doc: 'Payload bytes since the session began that may have been sent on it; only ever grows. 2^53 − 1: no limit.',
      },
    ],
  },
  {
    name: 'Close',
    type: 7,
    channel: 'control',
    doc: 'Last message of a session. Nothing is sent after it.',
    fields: [{ name: 'error', type: 'u16', doc: '0 for an orderly end, or the wire number of a coded error.' }],
    texts: [{ name: 'detail', maxBytes: 200, utf8: true, doc: 'For a person.' }],
  },
];
