import { errorEntries } from './entry.js';

/** Wire numbers 600–649. */
export const clientErrors = errorEntries({
  RELAIS_E_CREDENTIALS: {
    text: 'The credentials cannot be used.',
    remedy: 'Use the credentials file that the operator of the region gave out; docs/sdk.md shows its fields.',
  },
  RELAIS_E_CREDENTIALS_REGION: {
    text: 'The credentials know no such region.',
    remedy: 'Use one of the region names that the credentials list.',
  },
  RELAIS_E_WRONG_REGION: {
    text: 'The server that answered serves another region than the one asked for.',
    remedy: 'Correct the endpoints: host and port belong to another region.',
  },
  RELAIS_E_NOT_A_DECIMAL: {
    text: 'Not a decimal number.',
    remedy: "Write prices and quantities as decimal strings ('1.08345'), or as integers already scaled.",
  },
  RELAIS_E_DECIMAL_PRECISION: {
    text: 'More decimals than the instrument has.',
    remedy: 'Round to priceScale or quantityScale of the instrument; nothing is rounded silently.',
  },
  RELAIS_E_DECIMAL_OVERFLOW: {
    text: 'The number does not fit into ±(2^53 − 1) units of the instrument.',
    remedy: 'Use a smaller number.',
  },
  RELAIS_E_UNKNOWN_SYMBOL: {
    text: 'No instrument of that name can be seen on this connection.',
    remedy: 'List them with instruments(); where two regions have the same symbol, write region/symbol.',
  },
  RELAIS_E_NOT_TRADABLE_HERE: {
    text: 'This connection cannot enter orders for the instrument.',
    remedy: 'Connect to the region that trades it, which the message names, as a partner whose roles allow orders.',
  },
  RELAIS_E_ORDER_REQUEST: {
    text: 'The request is incomplete or contradicts itself.',
    remedy: 'Correct the named field; nothing was sent.',
  },
  RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT: {
    text: 'A command with this client order id waits for its result, or its order is open.',
    remedy: 'Use a new client order id, or leave it out and one is made.',
  },
  RELAIS_E_IN_FLIGHT_LIMIT: {
    text: 'Too many commands wait for their results.',
    remedy: 'Await results before sending more, or raise inFlightMax.',
  },
  RELAIS_E_ORDER_REFUSED: {
    text: 'The command was refused before it was logged: it had no effect.',
    remedy: 'rejectReason says why. The same client order id may be tried again.',
  },
  RELAIS_E_ORDER_REJECTED: {
    text: 'The order was rejected; the rejection is its durable result.',
    remedy: 'rejectReason says why. Enter a new order with a new client order id.',
  },
  RELAIS_E_CANCEL_REJECTED: {
    text: 'The cancel or replace was rejected; the order stays as it was.',
    remedy: 'rejectReason says why; often the order was filled first.',
  },
  RELAIS_E_ORDER_NOT_ACCEPTED: {
    text: 'The command did not reach the log before its acceptUntil, and never will: it had no effect.',
    remedy: 'Enter it again if it is still wanted; a longer acceptWithinMs survives longer interruptions.',
  },
  RELAIS_E_OUTCOME_UNKNOWN: {
    text: 'The client was closed before the result of the command was known: it may or may not have taken effect.',
    remedy: 'Connect again and ask with orderStatus() or read executions().',
  },
  RELAIS_E_CLIENT_CLOSED: {
    text: 'This client is closed.',
    remedy: 'Call connect() again.',
  },
  RELAIS_E_CONNECT_TIMEOUT: {
    text: 'No server could be reached in time.',
    remedy: 'Check that the region runs, its host and port, and the credentials; the cause names the last failure.',
  },
  RELAIS_E_NO_ANSWER: {
    text: 'A server took the connection, but said nothing in time.',
    remedy: 'It may be overloaded or not a Relais server. The client tries again by itself.',
  },
  RELAIS_E_REQUEST_TIMEOUT: {
    text: 'No answer came in time.',
    remedy: 'Ask again; requestWithinMs says how long to wait.',
  },
  RELAIS_E_DISCONNECTED: {
    text: 'The connection was lost before the answer came.',
    remedy: 'Ask again; the client reconnects by itself.',
  },
  RELAIS_E_SLOW_CONSUMER: {
    text: 'Reports were not read and the buffer for them is full.',
    remedy: 'Read faster, or use executions({ from }), which keeps its place however slow the reader is.',
  },
  RELAIS_E_PEER_ERROR: {
    text: 'The server answered with an error that this version does not know.',
    remedy: 'Look the number up in docs/errors.md of the version of the server.',
  },
});
