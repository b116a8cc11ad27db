/** Goes on after a call of the allocator that did not return: the same work again, and past that call. */
import type { Run } from "../../explore/check/verdict.js";
import {
  CLOSE_LOOK,
  GIVE,
  lateText,
  MAKE,
  NO_COMMAND,
  OFFERS,
  type Place,
  SCRUB,
  SEARCH,
  SELF_TEST,
  WALK,
} from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import { HANGS } from "../../properties/answers.js";

/** With so many calls that hang, each of which returned before, the allocator does what it likes. */
const MOST_HANGS = 12;

/** A tenth of the limit, but no less: so long may the machine be busy with something else. */
const BRIEF_SECONDS = 0.5;

/**
 * How long a call may take where a hang need not be proved there: in the tests before the search, which comes
 * to the first such call itself, and where what it waited for in vain is walked again. A run that in the end
 * says something else than that a command hangs must be done again with the whole limit.
 */
export function briefLimit(seconds: number, passed: readonly Place[], { phase, call }: Place): number {
  const again = phase === WALK && passed.some((place) => place.phase === SEARCH);
  return call === GIVE && (phase === SELF_TEST || phase === CLOSE_LOOK || again)
    ? Math.min(seconds, Math.max(seconds / 10, BRIEF_SECONDS))
    : seconds;
}

/** Whether what did not return at once may have been slow: no search has waited for it in vain. */
export function mayBeSlow(passed: readonly Place[], { counterexamples }: Run): boolean {
  return passed.length > 0 && !counterexamples.some(({ rule }) => rule === HANGS.id);
}

/** Whether the same calls did not return, in the same order. */
export function areSame(some: readonly Place[], others: readonly Place[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others); // each has its fields in one order
}

/** A worker was ended since a call of its allocator did not return. */
export class Hung extends Error {
  constructor(readonly place: Place) {
    super("internal: a call that hangs was not passed over");
  }
}

/**
 * Does work that may throw `Hung`, and each time again with one more place that is known to hang, beside
 * those that were `known` before. Throws a `Misuse` where there is nothing to explore, since no allocator
 * could be made.
 */
export async function pastHangs<T>(
  name: string,
  seconds: number,
  work: (passed: readonly Place[]) => Promise<T>,
  known: readonly Place[] = [],
): Promise<T> {
  const passed = [...known];
  for (;;) {
    try {
      return await work(passed);
    } catch (error) {
      if (!(error instanceof Hung)) throw error;
      const misuse = misuseOf(error.place, name, seconds);
      if (misuse !== null) throw misuse;
      passed.push(error.place);
      if (passed.length > MOST_HANGS)
        throw new Misuse(
          "hangs-at-random",
          `${name} returns from a call once and not another time`,
          "an allocator must do the same every time",
        );
    }
  }
}

function misuseOf({ call, command }: Place, name: string, seconds: number): Misuse | null {
  if (call === MAKE)
    return new Misuse(
      "bad-make",
      lateText(`make of ${name}`, seconds),
      "make(scope) must return a fresh allocator, every frame free",
    );
  if (call === OFFERS)
    return new Misuse("bad-offers", lateText(`offers of ${name}`, seconds), "it must answer true or false");
  if (call === SCRUB && command === NO_COMMAND)
    return new Misuse(
      "bad-scrub",
      lateText(`scrub of ${name}, called on a fresh allocator,`, seconds),
      "it only clears bytes that no longer matter",
    );
  return null;
}
