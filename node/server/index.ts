/**
 * The regional server: composition of session, access, engine, log and market into one process. Sockets, clocks, randomness and files come
 * together here and in main.ts. Must not live here: matching, layouts, cryptography, formats of files.
 */
export type { NodeStatus } from './node-status.js';
