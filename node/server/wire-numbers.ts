import { ERRORS, type ErrorCode, type ErrorEntry } from '../../registry/index.js';

const CODES: ReadonlyMap<number, ErrorCode> = new Map(
  (Object.entries(ERRORS) as [ErrorCode, ErrorEntry][]).flatMap(([code, { wire }]) => (wire === undefined ? [] : [[wire, code] as const])),
);

/** Number of a coded error on the wire; that of RELAIS_E_INTERNAL for one that has none and should not have left the process. */
export const wireNumberOf = (code: ErrorCode): number => (ERRORS[code] as ErrorEntry).wire ?? ERRORS.RELAIS_E_INTERNAL.wire;

/** The coded error of a wire number; undefined for one that a newer peer knows. */
export const codeOfWireNumber = (wire: number): ErrorCode | undefined => CODES.get(wire);
