export interface EchoRun {
  readonly seconds: number;
  readonly perS: number;
  readonly spin: boolean;
}

export interface EchoResult {
  readonly sent: number;
  readonly answered: number;
  /** Nanoseconds, HDR, base64 of the V2 encoding. */
  readonly histogram: string;
}
