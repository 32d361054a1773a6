import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

/** Nanoseconds up to 100 s, three digits. */
export const newHistogram = (): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 1e11, numberOfSignificantValueDigits: 3 });
export const encodeHistogram = (histogram: Histogram): string => encodeIntoCompressedBase64(histogram);
export const decodeHistogram = (text: string): Histogram => decodeFromCompressedBase64(text);

export function merge(texts: readonly string[]): Histogram {
  const all = newHistogram();
  for (const text of texts) all.add(decodeHistogram(text));
  return all;
}

export const percentileUs = (histogram: Histogram, percentile: number): number => histogram.getValueAtPercentile(percentile) / 1000;
