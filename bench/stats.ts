/** Figures that were measured several times. */

/** The middle of some measurements, with the least and the most of them. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Throws when there is no measurement. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error("internal: nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted[sorted.length - 1]! };
}

/**
 * How many times `under` goes into `over`, round by round: the two were measured side by side, so what
 * slows the machine for a while slows both, and the ratio keeps still where the seconds do not.
 */
export function ratioOf(over: readonly number[], under: readonly number[]): Spread {
  if (over.length !== under.length) throw new Error("internal: rounds without a partner");
  return spreadOf(over.map((value, round) => value / under[round]!));
}

/** A spread in words: `0.74 (0.71..0.79)`, and `0.74` where there was one measurement. */
export function describeSpread({ median, least, most }: Spread, show: (value: number) => string): string {
  if (least === most) return show(median);
  return `${show(median)} (${show(least)}..${show(most)})`;
}

/** Two digits behind the point below ten, one below a hundred, none above. */
export function decimal(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** Whole numbers with commas. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** The spread of some measurements in words. */
export function spread(values: readonly number[], show = decimal): string {
  return describeSpread(spreadOf(values), show);
}

/** Whole megabytes, of a million bytes each. */
export function megabytes(bytes: number): string {
  return whole(bytes / 1e6);
}
