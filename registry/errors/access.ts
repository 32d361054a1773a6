import { errorEntries } from './entry.js';

/** Wire numbers 500–549. */
export const accessErrors = errorEntries({
  RELAIS_E_ACCESS_DENIED: {
    text: 'No role of this partner allows the request.',
    remedy: 'Ask for a role that grants it (Partner spec.roles; docs/protocol.md, permissions).',
    wire: 500,
  },
  RELAIS_E_UNKNOWN_PARTNER: {
    text: 'The static key belongs to no partner and no linked region here.',
    remedy: 'Check that the Partner lists this region and that the credentials are its latest.',
    wire: 501,
  },
  RELAIS_E_ADDRESS_REFUSED: {
    text: 'Connections from this address are not allowed.',
    remedy: 'Add its range to spec.ipRanges of the Region and of the Partner.',
    wire: 502,
  },
  RELAIS_E_WRONG_CHANNEL: {
    text: 'The message does not belong on the channel it came on.',
    remedy: 'Send each message on the channel that docs/protocol.md names.',
    wire: 503,
  },
});
