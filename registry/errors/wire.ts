import { errorEntries } from './entry.js';

/** Wire numbers 100–149. */
export const wireErrors = errorEntries({
  RELAIS_E_MESSAGE_MALFORMED: {
    text: 'The parts of a message do not add up to its length, or its fixed block ends within a field.',
    remedy: 'Compare the encoder of the peer with docs/protocol.md, messages.',
    wire: 100,
  },
  RELAIS_E_NUMBER_RANGE: {
    text: 'A number does not fit its field; 64-bit fields hold whole numbers within ±(2^53 − 1).',
    remedy: 'Correct the value; scaled integers that could leave this range need a smaller scale.',
    wire: 101,
  },
  RELAIS_E_TEXT_MALFORMED: {
    text: 'A text is too long, or holds characters other than printable ASCII (0x21–0x7e).',
    remedy: 'Shorten the text or use other characters; docs/protocol.md names the limit of each.',
    wire: 102,
  },
  RELAIS_E_GROUP_TOO_LARGE: {
    text: 'A message announces more entries than its group may have.',
    remedy: 'Split the message; docs/protocol.md names the limit of each group.',
    wire: 103,
  },
  RELAIS_E_MESSAGE_CRC: {
    text: 'The CRC32 that the originator of a message made does not fit its bytes.',
    remedy: 'The message was damaged in memory or on a disk between originator and here: check the hardware of the hops it took.',
    wire: 104,
  },
  RELAIS_E_BUFFER_TOO_SMALL: {
    text: 'A message does not fit the buffer that it should be written to.',
    remedy: 'This is a defect of the caller: give the message its maximum length (X_MAX_BYTES).',
  },
});
