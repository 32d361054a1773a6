/**
 * The core of `relais decode`: captures and key logs in, lines out. Pure; files and the terminal are the command's (commands/decode.ts).
 */
export { CapturePrinter, type Printed } from './capture-printer.js';
export { KeyRing } from './key-ring.js';
