export interface ErrorEntry {
  /** What happened, one sentence without the particulars (those travel in `detail`). */
  readonly text: string;
  /** What the reader should do about it. */
  readonly remedy: string;
  /** The number that travels in protocol messages, 1–65,535, never reused. Only errors that a peer can see have one. */
  readonly wire?: number;
}

/** Checks the shape of a room's entries and keeps their keys as literal types. */
export const errorEntries = <const T extends Record<`RELAIS_E_${string}`, ErrorEntry>>(room: T): T => room;
