/**
 * The `relais` command. One file a command in commands/, thin over the SDK (node/client) and over pure cores; what several commands share
 * lies beside this file. No protocol, no matching and no key handling of its own lives here.
 */
export { EXIT } from './exit-codes.js';
