/** Exit codes of `relais`; shown by --help and in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** The command ran and the answer is no: an order was rejected, a file is not valid, a region cannot be reached. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** A defect of Relais: please report it. */
  defect: 70,
} as const;
