export const SUBSCRIBERS = 3;

export interface PublishRun {
  readonly seconds: number;
  readonly payloadBytes: number;
  /** Offered messages a second; 0 for as many as there is room for. */
  readonly perS: number;
}

export interface Delivered {
  /** Messages over all subscribers, and how many of the sequence never came or came twice. */
  readonly count: number;
  readonly missing: number;
  readonly seconds: number;
  readonly histogram: string;
}
