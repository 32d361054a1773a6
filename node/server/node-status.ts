/** What /status answers: one node as people and `relais status` see it. Plain JSON, no secrets. */
export interface NodeStatus {
  readonly region: string;
  readonly number: number;
  readonly pid: number;
  readonly uptimeS: number;
  /** null when orders are accepted. */
  readonly notReadyBecause: string | null;
  readonly epoch: number;
  readonly appendedSeq: number;
  readonly committedSeq: number;
  readonly sessions: { readonly partners: readonly string[]; readonly halfOpen: number };
  readonly links: readonly { readonly region: string; readonly isUp: boolean }[];
  readonly commands: { readonly accepted: number; readonly refused: number; readonly duplicates: number };
  readonly executions: number;
  readonly marketMessages: number;
  /** Messages of other regions' instruments that reached this region. */
  readonly remoteMessages: number;
  readonly cache: { readonly entries: number; readonly hits: number; readonly misses: number };
  /** Generation of the transport key that links use, and version of the key set that is held: what rotation waits for. */
  readonly transportKeys: { readonly active: number; readonly version: number };
  readonly memoryBytes: number;
  /** Last few things that a person should know, newest last. */
  readonly notices: readonly string[];
}
