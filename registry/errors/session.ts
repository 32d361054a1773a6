import { errorEntries } from './entry.js';

/** Wire numbers 150–199. */
export const sessionErrors = errorEntries({
  RELAIS_E_HANDSHAKE_MALFORMED: {
    text: 'The first bytes of a connection are not a handshake of this protocol.',
    remedy: 'Check that this is the port of a Relais node, and compare the peer with docs/protocol.md, handshake.',
    wire: 150,
  },
  RELAIS_E_VERSION_UNSUPPORTED: {
    text: 'The peer speaks another version of the protocol.',
    remedy: 'Upgrade the older side.',
    wire: 151,
  },
  RELAIS_E_KEY_GENERATION_UNKNOWN: {
    text: 'The handshake names a transport key generation or a day that is not accepted.',
    remedy: 'Nodes: look at the KeyRotationSchedule, one side lags. Partners: check the clock, the generation is the UTC day number.',
    wire: 152,
  },
  RELAIS_E_PEER_UNKNOWN: {
    text: 'The static key of the peer is not known here.',
    remedy: 'Add its public key to the Partner or Region resource, or use the right credentials.',
    wire: 153,
  },
  RELAIS_E_HANDSHAKE_FAILED: {
    text: 'A handshake message cannot be opened.',
    remedy: 'Wrong public key of the region, wrong psk or seed, or damage on the way: check the credentials, then try again.',
    wire: 154,
  },
  RELAIS_E_HANDSHAKE_TIMEOUT: {
    text: 'The handshake was not complete in time.',
    remedy: 'Look at the network; raise sessionHandshakeMs on very slow links.',
    wire: 155,
  },
  RELAIS_E_RECORD_FORGED: {
    text: 'A record has a good CRC32 but a bad tag: it was not made by the peer.',
    remedy:
      'Someone between the two writes into the stream, or a proxy confuses streams. The session ended; reconnect, and look at the audit trail.',
    wire: 160,
  },
  RELAIS_E_STREAM_DAMAGED: {
    text: 'More of the byte stream is damaged than a session can repair.',
    remedy: 'Reconnect; check cables, network cards and proxies between the two.',
    wire: 161,
  },
  RELAIS_E_RECORD_UNEXPECTED: {
    text: 'An authentic record breaks the rules: number, type or acknowledgement cannot be.',
    remedy: 'This is a defect of the peer: compare it with docs/protocol.md, records.',
    wire: 162,
  },
  RELAIS_E_FRAME_MALFORMED: {
    text: 'The frames of an authentic record do not add up, or a frame breaks the sequence of its channel.',
    remedy: 'This is a defect of the peer: compare it with docs/protocol.md, frames.',
    wire: 163,
  },
  RELAIS_E_FRAME_UNSUPPORTED: {
    text: 'A frame uses a channel or a flag that was not agreed on.',
    remedy: 'The peer is of a later version and did not ask for this feature in the handshake; upgrade this side.',
    wire: 164,
  },
  RELAIS_E_MESSAGE_TOO_LARGE: {
    text: 'A message is larger than sessionMessageBytes.',
    remedy: 'Split it, or raise sessionMessageBytes on the receiving side.',
    wire: 165,
  },
  RELAIS_E_CREDIT_EXCEEDED: {
    text: 'More was sent on a channel than the receiver had given credit for.',
    remedy: 'This is a defect of the peer: compare it with docs/protocol.md, flow control.',
    wire: 166,
  },
  RELAIS_E_REKEY_FAILED: {
    text: 'A rekey offer or answer breaks the rules.',
    remedy: 'This is a defect of the peer: compare it with docs/protocol.md, rekey.',
    wire: 167,
  },
  RELAIS_E_REKEY_TIMEOUT: {
    text: 'New record keys could not be agreed in time.',
    remedy: 'Reconnect. If it repeats, the peer lacks the newest transport key or does not implement rekey.',
    wire: 168,
  },
  RELAIS_E_PEER_SILENT: {
    text: 'No authenticated record came from the peer for too long.',
    remedy: 'The peer is gone or its network is: reconnect. Raise sessionSilentMs if pauses of this length are normal.',
    wire: 169,
  },
});
