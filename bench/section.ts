/** The parts of the results, and how rounds are run. */
import type { Spread } from "./stats.js";

/** A figure that is held to a limit. */
export interface Target {
  readonly what: string;
  readonly measured: Spread;
  readonly show: (value: number) => string;
  readonly limit: { readonly kind: "at most" | "at least"; readonly value: number };
}

/** One state count and what it cost: a point of the plot. */
export interface Point {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly setBytes: number;
}

/** One part of the results. */
export interface Section {
  readonly title: string;
  /** What was done, and what was left out and why. */
  readonly text: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly targets: readonly Target[];
  readonly points?: readonly Point[];
}

export function isMet({ measured, limit }: Target): boolean {
  return limit.kind === "at most" ? measured.median <= limit.value : measured.median >= limit.value;
}

/** Measures of several contestants, each a list with one entry a round. */
export type Rounds<T> = { readonly [K in keyof T]: readonly T[K][] };

/** Hears what is measured next. */
export type Say = (text: string) => void;

/** Runs every contestant once a round, one after the other, so that all see the same machine. */
export async function alternate<T extends object>(
  rounds: number,
  contestants: { readonly [K in keyof T]: () => Promise<T[K]> },
  say: Say,
): Promise<Rounds<T>> {
  const names = Object.keys(contestants) as (keyof T & string)[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as {
    [K in keyof T]: T[K][];
  };
  for (let round = 1; round <= rounds; round++)
    for (const name of names) {
      say(`round ${round} of ${rounds}: ${name}`);
      measured[name].push(await contestants[name]());
    }
  return measured;
}

/** Throws unless each measure has the counts it must have: a fast search of something else is no figure. */
export function requireCounts<T extends object>(
  who: string,
  measures: readonly T[],
  wanted: Partial<T>,
): void {
  for (const measure of measures)
    for (const key of Object.keys(wanted) as (keyof T & string)[])
      if (measure[key] !== wanted[key])
        throw new Error(`${who} counts ${measure[key]} ${key}, not ${wanted[key]}`);
}

/** A comparison that cannot be made here. */
export function skipped(title: string, why: string): Section {
  return { title, text: [`Skipped: ${why}.`], head: [], rows: [], targets: [] };
}
