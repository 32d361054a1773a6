/** What is wrong with an instrument beyond its schema: whether its numbers fit its scales, its tick and its lot. */
import { scaledInteger } from './decimal.js';
import type { Issue, Path } from './issue.js';
import type { InstrumentSpec } from './region.js';

interface ScaledText {
  readonly path: Path;
  readonly text: string | undefined;
  readonly scale: number;
  readonly scaleName: string;
  /** The value must be a multiple of this, if both are known. */
  readonly stepText?: string | undefined;
  readonly stepName?: string;
}

/** Issues with paths relative to the instrument. */
export function instrumentIssues(instrument: InstrumentSpec): Issue[] {
  const { priceScale, quantityScale } = instrument;
  const price = (path: Path, text: string | undefined): ScaledText => ({
    path,
    text,
    scale: priceScale,
    scaleName: 'priceScale',
    stepText: instrument.tick,
    stepName: 'tick',
  });
  const quantity = (path: Path, text: string | undefined): ScaledText => ({
    path,
    text,
    scale: quantityScale,
    scaleName: 'quantityScale',
    stepText: instrument.lot,
    stepName: 'lot',
  });
  return [
    price(['tick'], instrument.tick),
    price(['priceBand', 'low'], instrument.priceBand?.low),
    price(['priceBand', 'high'], instrument.priceBand?.high),
    price(['feed', 'generator', 'startPrice'], instrument.feed?.generator?.startPrice),
    quantity(['lot'], instrument.lot),
    quantity(['maxQuantity'], instrument.maxQuantity),
  ].flatMap(numberIssues);
}

function numberIssues({ path, text, scale, scaleName, stepText, stepName }: ScaledText): Issue[] {
  if (text === undefined) return [];
  const value = scaledInteger(text, scale);
  if (value === null) {
    return [
      {
        path,
        rule: 'scale',
        message: `${text} does not fit ${scaleName} ${scale}: too many decimals, or beyond 2^53 − 1 in units of 10^-${scale}`,
      },
    ];
  }
  const step = stepText === undefined ? null : scaledInteger(stepText, scale);
  if (step === null || step === 0 || value % step === 0) return [];
  return [{ path, rule: 'step', message: `${text} is no multiple of ${stepName} ${stepText}` }];
}
