/**
 * The key authority of `relais up`: takes every schedule's rotation forward, hands each node its secrets as a file, and hears from the
 * nodes' status which version they hold. Decisions are operator/decide's; nodes follow the file without a restart.
 */
import type { RotationOutcome } from '../../../operator/keys/index.js';
import { nodeTransportKeys, rotateTransportKeys, rotationLimits } from '../../../operator/keys/index.js';
import type { StatusAnswer } from '../node-status-request.js';
import { type PreparedMesh, type PreparedRegion, random } from './mesh-files.js';

export class KeyAuthority {
  readonly #mesh: PreparedMesh;
  readonly #notice: (text: string) => void;
  /** Schedule → why its rotation stalls, as the person was told. */
  readonly #told = new Map<string, string>();

  constructor(mesh: PreparedMesh, notice: (text: string) => void) {
    this.#mesh = mesh;
    this.#notice = notice;
  }

  /** One pass over all schedules; `answers` say which versions the nodes hold. Errors: those of the key provider. */
  async pass(answers: readonly StatusAnswer[], nowMs: number): Promise<void> {
    for (const { metadata, spec } of this.#mesh.schedules) {
      const held = (name: string): number => {
        const answer = answers.find(({ region }) => region.name === name);
        return answer !== undefined && 'status' in answer ? answer.status.transportKeys.version : 0;
      };
      const outcome = await rotateTransportKeys(this.#mesh.provider, {
        schedule: metadata.name,
        limits: rotationLimits(spec.transportKeys),
        nodes: spec.regions.map((name) => ({ name, heldVersion: held(name) })),
        rotateToken: metadata.annotations?.['relais.dev/rotate-now'] ?? '',
        nowMs,
        random,
      });
      for (const { message } of outcome.done) this.#notice(`keys ${metadata.name}: ${message}`);
      this.#tellStall(metadata.name, outcome);
      for (const region of this.#mesh.regions.filter(({ name }) => spec.regions.includes(name))) await this.#hand(region, outcome);
    }
    const withSchedule = new Set(this.#mesh.schedules.flatMap(({ spec }) => spec.regions));
    for (const region of this.#mesh.regions) if (!withSchedule.has(region.name)) await this.#hand(region, null);
  }

  /** Once when a rotation stalls, not with every pass. */
  #tellStall(schedule: string, { verdict }: RotationOutcome): void {
    const why = verdict.kind === 'stalled' ? verdict.message : '';
    if (why !== '' && this.#told.get(schedule) !== why) this.#notice(`keys ${schedule}: ${why}`);
    this.#told.set(schedule, why);
  }

  /** Writes the secrets of a node when they differ from what it was handed before. */
  async #hand(region: PreparedRegion, outcome: RotationOutcome | null): Promise<void> {
    const { provider, partners } = this.#mesh;
    const present = await provider.readNodeSecrets(region.name);
    const numbers = new Set(region.configuration.partners.map(({ number }) => number));
    const wanted = {
      identity: region.identity,
      transportKeys: outcome === null ? null : nodeTransportKeys(outcome.keys),
      partnerSeeds: partners.filter(({ number }) => numbers.has(number)).map(({ number, seed }) => ({ partner: number, seed })),
    };
    if (present !== null && JSON.stringify({ ...present, version: 0 }) === JSON.stringify({ version: 0, ...wanted })) return;
    await provider.writeNodeSecrets({ version: (present?.version ?? 0) + 1, ...wanted });
  }
}
