import { ERRORS, type ErrorCode, type ErrorEntry } from '../../registry/index.js';

const codes = new Map<number, ErrorCode>();
for (const code of Object.keys(ERRORS) as ErrorCode[]) {
  const { wire }: ErrorEntry = ERRORS[code];
  if (wire !== undefined) codes.set(wire, code);
}

/** The coded error with this wire number; RELAIS_E_INTERNAL for a number that this version does not know. */
export const errorOfWireNumber = (wire: number): ErrorCode => codes.get(wire) ?? 'RELAIS_E_INTERNAL';

/** Wire number of a coded error; that of RELAIS_E_INTERNAL for errors that peers do not see. */
export function wireNumberOf(code: ErrorCode): number {
  const { wire }: ErrorEntry = ERRORS[code];
  return wire ?? ERRORS.RELAIS_E_INTERNAL.wire;
}
