import { ERRORS, type ErrorCode, RelaisError } from '../../../registry/index.js';

const byWireNumber = new Map<number, ErrorCode>();
for (const [code, entry] of Object.entries(ERRORS)) if ('wire' in entry) byWireNumber.set(entry.wire, code as ErrorCode);

/** The coded error behind a number from the wire. */
export function errorFromWire(number: number, detail: string): RelaisError {
  const code = byWireNumber.get(number);
  return code === undefined ? new RelaisError('RELAIS_E_PEER_ERROR', `${number} ${detail}`.trim()) : new RelaisError(code, detail);
}
