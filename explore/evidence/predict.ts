/**
 * What a larger scope will cost, from what smaller ones of the same owners and slices did. A guess: states
 * grow by a factor that itself changes slowly, commands by a polynomial in the frames.
 */

/** What one size took. */
export interface Cost {
  readonly frames: number;
  readonly states: number;
  /** How many commands were tried, or will be. */
  readonly tried: number;
  readonly seconds: number;
  /** What the states take in memory. */
  readonly bytes: number;
}

/** Where only one size is known, the next has so many times its states. */
const FIRST_FACTOR = 8;
/** By how much the factor may change from one size to the next. */
const MOST_CHANGE = 1.3;
/** A run so short says nothing of the pace; then so many commands a second are taken for it. */
const SHORT_SECONDS = 0.05;
const STANDARD_PACE = 2_000_000;

/** What the next size costs, after sizes of 1, 2, 3 frames and so on, in order. */
export function nextCost(sizes: readonly Cost[]): Cost {
  const last = sizes.at(-1);
  if (last === undefined) throw new Error("internal: nothing is known to go by");
  const states = last.states * nextFactor(sizes.map((size) => size.states));
  const tried = Math.max(1, nextInLine(sizes.map((size) => size.tried / size.states))) * states;
  const pace = last.seconds < SHORT_SECONDS ? STANDARD_PACE : last.tried / last.seconds;
  return {
    frames: last.frames + 1,
    states: Math.round(states),
    tried: Math.round(tried),
    seconds: tried / pace,
    bytes: Math.round((last.bytes / last.states) * states),
  };
}

/** What so many frames cost, by going on from size to size. */
export function costAt(sizes: readonly Cost[], frames: number): Cost {
  const known = sizes.find((size) => size.frames === frames);
  if (known !== undefined) return known;
  const row = [...sizes];
  while ((row.at(-1)?.frames ?? frames) < frames) row.push(nextCost(row));
  return row.at(-1) ?? nextCost(sizes);
}

function nextFactor(states: readonly number[]): number {
  const [before, one, last] = [states.at(-3), states.at(-2), states.at(-1)];
  if (one === undefined || last === undefined) return FIRST_FACTOR;
  const factor = last / one;
  if (before === undefined) return factor;
  const change = factor / (one / before);
  return factor * Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, change));
}

/** The next of numbers that grow by a polynomial of the second degree. */
function nextInLine(numbers: readonly number[]): number {
  const [before, one, last = 0] = [numbers.at(-3), numbers.at(-2), numbers.at(-1)];
  if (one === undefined) return 2 * last;
  if (before === undefined) return 2 * last - one;
  return 3 * last - 3 * one + before;
}
