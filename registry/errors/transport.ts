import { errorEntries } from './entry.js';

/** Wire numbers 200–249. */
export const transportErrors = errorEntries({
  RELAIS_E_LISTEN_FAILED: {
    text: 'The process cannot listen at this address.',
    remedy: 'Another process may hold the port, or the address is not of this machine; choose another one.',
  },
  RELAIS_E_DIAL_FAILED: {
    text: 'The peer cannot be reached.',
    remedy: 'Check that it runs, its host and port, and the network policy between the two.',
  },
  RELAIS_E_CONNECTION_LOST: {
    text: 'The connection broke.',
    remedy: 'Nothing to do: clients reconnect at once and resume. If it repeats, look at the network and at the log of the peer.',
  },
  RELAIS_E_CONNECTION_ENDED: {
    text: 'The peer closed the connection without saying why.',
    remedy: 'Look at the log of the peer: it refuses strangers without a word (address, key, limits), and a killed process cannot speak.',
  },
  RELAIS_E_TOO_MANY_CONNECTIONS: {
    text: 'The limit of open sessions is reached.',
    remedy: 'Close sessions that are not needed, or raise maxConnections.',
    wire: 200,
  },
  RELAIS_E_HANDSHAKE_TOO_LARGE: {
    text: 'A connection sent more bytes than a handshake has.',
    remedy: 'It does not speak this protocol; check what dials this port.',
    wire: 202,
  },
  RELAIS_E_HANDSHAKE_DROPPED: {
    text: 'The oldest unfinished handshake was dropped to make room for a newer connection.',
    remedy: 'Many of these are a flood of connections that never finish; see the addresses in the log and the allow-lists.',
  },
  RELAIS_E_CAPTURE_CORRUPT: {
    text: 'A capture file is not one, or is damaged.',
    remedy: 'Capture again; what stands before the damaged place has been printed.',
  },
  RELAIS_E_KEY_LOG: {
    text: 'A key log cannot be read or written.',
    remedy: 'Give the file that the setting keyLogFile names, in a folder that exists; its lines are described in docs/decode.md.',
  },
});
