import type { NodeConfiguration } from '../../operator/desired/index.js';
import { emptyInstrumentDefinition, type InstrumentDefinition } from '../wire/index.js';

/** Number of an instrument on the wire. */
export const wireInstrument = (region: number, number: number): number => region * 65_536 + number;

/** Definitions of this region's instruments, and of those that linked regions have told us about. */
export class InstrumentDirectory {
  readonly #own = new Map<number, InstrumentDefinition>();
  readonly #remote = new Map<number, InstrumentDefinition>();

  constructor(configuration: Pick<NodeConfiguration, 'region' | 'instruments'>) {
    const { region, instruments } = configuration;
    for (const { number, kind, ...rest } of instruments) {
      const instrument = wireInstrument(region.number, number);
      const { priceScale, quantityScale, tick, lot, bandLow, bandHigh, symbol } = rest;
      this.#own.set(instrument, {
        ...emptyInstrumentDefinition(),
        ...{ instrument, priceScale, quantityScale, tick, lot, bandLow, bandHigh, symbol },
        tradable: kind === 'book' ? 1 : 0,
        regionName: region.name,
      });
    }
  }

  /** A definition of a linked region. What can be traded there cannot be traded here. */
  learn(definition: InstrumentDefinition): void {
    this.#remote.set(definition.instrument, { ...definition, tradable: 0 });
  }

  /** This region's own: what a linked region is told. */
  own(): InstrumentDefinition[] {
    return [...this.#own.values()];
  }

  /** Everything that partners of this region can see. */
  all(): InstrumentDefinition[] {
    return [...this.#own.values(), ...this.#remote.values()];
  }
}
