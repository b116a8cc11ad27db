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

/** A cost, and how far off it may be. */
export interface Guess extends Cost {
  /** States and commands may be so many times fewer or more: 1 where they were counted. */
  readonly times: number;
}

/** Where only one size is known, the next has so many times its states. */
const FIRST_FACTOR = 8;
/** A state with its parent and its place in a table takes so many bytes at least. */
const LEAST_BYTES = 48;
/** From so many states on the figures of memory mean something. */
const MANY_STATES = 4_000;
/** By how much the factor may change from one size to the next. */
const MOST_CHANGE = 1.3;
/** How far off a size may be that follows others: where their factor is steady, and where it is not known. */
const STEADY_TIMES = 1.5;
const UNKNOWN_TIMES = 3;
/** Two sizes so close in time say nothing of the pace; then so many commands a second are taken for it. */
const SHORT_SECONDS = 1;
const STANDARD_PACE = 2_000_000;

/** What the next size costs, after sizes of 1, 2, 3 frames and so on, in order. */
export function nextCost(sizes: readonly Cost[]): Guess {
  const last = sizes.at(-1);
  if (last === undefined) throw new Error("internal: nothing is known to go by");
  const states = last.states * nextFactor(sizes.map((size) => size.states));
  const tried = Math.max(1, nextInLine(sizes.map((size) => size.tried / size.states))) * states;
  return {
    frames: last.frames + 1,
    states: Math.round(states),
    tried: Math.round(tried),
    seconds: last.seconds + (tried - last.tried) / paceOf(sizes),
    bytes: Math.round(last.bytes + bytesEach(sizes) * (states - last.states)),
    times: timesOff(sizes.map((size) => size.states)),
  };
}

/** What so many frames cost, by going on from size to size. */
export function costAt(sizes: readonly Cost[], frames: number): Guess {
  const known = sizes.find((size) => size.frames === frames);
  if (known !== undefined) return { ...known, times: 1 };
  const { times } = nextCost(sizes);
  const row = [...sizes];
  do row.push(nextCost(row));
  while (row.at(-1)!.frames < frames); // it is pushed
  return { ...row.at(-1)!, times: times ** (row.length - sizes.length) };
}

/** How many commands a second are tried, beyond what it takes to begin: the same for each size. */
function paceOf(sizes: readonly Cost[]): number {
  const [one, last] = [sizes.at(-2), sizes.at(-1)];
  if (one === undefined || last === undefined) return STANDARD_PACE;
  const seconds = last.seconds - one.seconds;
  return seconds < SHORT_SECONDS ? STANDARD_PACE : (last.tried - one.tried) / seconds;
}

/** What one state more takes: memory is taken in large pieces, so of few states nothing is known. */
function bytesEach(sizes: readonly Cost[]): number {
  const [one, last] = [sizes.at(-2), sizes.at(-1)];
  if (one === undefined || last === undefined || last.states < MANY_STATES) return LEAST_BYTES;
  return Math.max(LEAST_BYTES, (last.bytes - one.bytes) / (last.states - one.states));
}

function nextFactor(states: readonly number[]): number {
  const [before, one, last] = [states.at(-3), states.at(-2), states.at(-1)];
  if (one === undefined || last === undefined) return FIRST_FACTOR;
  const factor = last / one;
  // That it goes on to change as it did, and that it changes no more, are as likely.
  return before === undefined ? factor : factor * Math.sqrt(changeOf(before, one, last));
}

/** By how much the factor from one size to the next has changed. */
function changeOf(before: number, one: number, last: number): number {
  return Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, last / one / (one / before)));
}

/** The less steady the factor was, the further off the next size may be. */
function timesOff(states: readonly number[]): number {
  const [before, one, last] = [states.at(-3), states.at(-2), states.at(-1)];
  if (before === undefined || one === undefined || last === undefined) return UNKNOWN_TIMES;
  const change = changeOf(before, one, last);
  return STEADY_TIMES * Math.max(change, 1 / change);
}

/** The next of numbers in a row: halfway between growth of the first and of the second degree. */
function nextInLine(numbers: readonly number[]): number {
  const [before, one, last = 0] = [numbers.at(-3), numbers.at(-2), numbers.at(-1)];
  if (one === undefined) return 2 * last;
  if (before === undefined) return 2 * last - one;
  return (5 * last - 4 * one + before) / 2;
}
