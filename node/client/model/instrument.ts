import { RelaisError } from '../../../registry/index.js';
import type { InstrumentDefinition } from '../../wire/index.js';
import { decimalFromScaled, scaledFrom } from './decimal.js';

/** Decimal text, or an integer that is already scaled. */
export type DecimalInput = string | number;

/** What can be traded or watched: its scales, steps and limits, and the way between decimals and scaled integers. */
export class Instrument {
  /** Number on the wire: region number × 65,536 + number within the region. */
  readonly id: number;
  readonly symbol: string;
  /** Region that trades or publishes it. */
  readonly region: string;
  /** Decimals of prices. */
  readonly priceScale: number;
  /** Decimals of quantities. */
  readonly quantityScale: number;
  /** Whether this connection may enter orders for it. */
  readonly tradable: boolean;
  /** Smallest price step, scaled. */
  readonly tick: number;
  /** Smallest quantity step, scaled. */
  readonly lot: number;
  /** Lowest and highest allowed limit price, scaled. */
  readonly bandLow: number;
  readonly bandHigh: number;

  constructor(definition: InstrumentDefinition) {
    this.id = definition.instrument;
    this.symbol = definition.symbol;
    this.region = definition.regionName;
    this.priceScale = definition.priceScale;
    this.quantityScale = definition.quantityScale;
    this.tradable = definition.tradable === 1;
    this.tick = definition.tick;
    this.lot = definition.lot;
    this.bandLow = definition.bandLow;
    this.bandHigh = definition.bandHigh;
  }

  /** `'1.08345'` → scaled integer. Errors: RELAIS_E_NOT_A_DECIMAL, RELAIS_E_DECIMAL_PRECISION, RELAIS_E_DECIMAL_OVERFLOW. */
  price(value: DecimalInput): number {
    return scaledFrom(value, this.priceScale);
  }

  /** `'100000'` → scaled integer. Errors: as `price`. */
  quantity(value: DecimalInput): number {
    return scaledFrom(value, this.quantityScale);
  }

  /** Scaled price → decimal text with all decimals of the instrument. */
  formatPrice(scaled: number): string {
    return decimalFromScaled(scaled, this.priceScale);
  }

  /** Scaled quantity → decimal text with all decimals of the instrument. */
  formatQuantity(scaled: number): string {
    return decimalFromScaled(scaled, this.quantityScale);
  }
}

const regionOfInstrument = (id: number): number => id >>> 16;

/** The instruments that a connection may see, by id and by name. */
export class InstrumentCatalogue {
  private readonly byId = new Map<number, Instrument>();
  private readonly bySymbol = new Map<string, Instrument[]>();

  constructor(instruments: Iterable<Instrument>) {
    for (const instrument of instruments) {
      this.byId.set(instrument.id, instrument);
      const sameSymbol = this.bySymbol.get(instrument.symbol);
      if (sameSymbol === undefined) this.bySymbol.set(instrument.symbol, [instrument]);
      else sameSymbol.push(instrument);
    }
  }

  all(): Instrument[] {
    return [...this.byId.values()];
  }

  /**
   * A newer list of a region: its own instruments are those of the list; of other regions those it knew before are kept, because a region
   * that has just started learns of them a moment after its first clients are back.
   */
  updated(newer: InstrumentCatalogue, region: number): InstrumentCatalogue {
    const kept = this.all().filter(({ id }) => regionOfInstrument(id) !== region && newer.get(id) === undefined);
    return new InstrumentCatalogue([...newer.all(), ...kept]);
  }

  get(id: number): Instrument | undefined {
    return this.byId.get(id);
  }

  /**
   * By symbol, or `region/symbol`. A symbol that several regions have means the one that can be traded here.
   * Errors: RELAIS_E_UNKNOWN_SYMBOL, also when several are left.
   */
  named(name: string): Instrument {
    const slash = name.indexOf('/');
    const whole = this.bySymbol.get(name) ?? [];
    const found =
      whole.length > 0 || slash < 0
        ? whole
        : (this.bySymbol.get(name.slice(slash + 1)) ?? []).filter((instrument) => instrument.region === name.slice(0, slash));
    const tradable = found.filter((instrument) => instrument.tradable);
    const candidates = found.length > 1 && tradable.length > 0 ? tradable : found;
    const [only, other] = candidates;
    if (only === undefined) throw new RelaisError('RELAIS_E_UNKNOWN_SYMBOL', name);
    if (other !== undefined) {
      throw new RelaisError('RELAIS_E_UNKNOWN_SYMBOL', `${name} is one of ${candidates.map((c) => `${c.region}/${c.symbol}`).join(', ')}`);
    }
    return only;
  }
}
