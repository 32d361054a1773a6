import type { NodeStatus } from '../server/index.js';
import type { MeshRegion } from './mesh-state.js';

/** A node's own view of itself, or why it cannot be had. */
export type StatusAnswer =
  | { readonly region: MeshRegion; readonly status: NodeStatus }
  | { readonly region: MeshRegion; readonly failure: string };

const TIMEOUT_MS = 2_000;

/** Asks the local HTTP port of every region at the same time. Never throws: a region that does not answer is part of the answer. */
export function requestStatus(regions: readonly MeshRegion[]): Promise<StatusAnswer[]> {
  return Promise.all(
    regions.map(async (region): Promise<StatusAnswer> => {
      try {
        const response = await fetch(`http://${region.host}:${region.httpPort}/status`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        return { region, status: (await response.json()) as NodeStatus };
      } catch (error) {
        return { region, failure: failureOf(error) };
      }
    }),
  );
}

/** The code of the system's error behind it, else its name: the code of a timeout's DOMException is a number that says nothing. */
function failureOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name ?? cause);
}
