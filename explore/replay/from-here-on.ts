/** Whether what a state asks for can come about: all that can follow it is explored. */
import type { Violation } from "../../properties/property.js";
import type { Place } from "../search/pulse.js";
import type { Budget } from "../search/search.js";
import type { Replayer } from "./replayer.js";

/** What of a rule came about from a state on. */
export type FromHereOn =
  | { readonly kind: "comes-about" }
  | { readonly kind: "never"; readonly violation: Violation }
  /** The budget or a command that does not return has ended it first, after so many states. */
  | { readonly kind: "undecided"; readonly states: number };

/** How many states are looked at before what is asked for is compared. */
const AT_ONCE = 16;

/** Explores what can follow the state reached; of several bits that never come about `first` is told. */
export function fromHereOn(
  walk: Replayer,
  rule: string,
  { first = -1, budget = {}, hang = null }: { first?: number; budget?: Budget; hang?: Place | null } = {},
): FromHereOn {
  const { goals } = walk;
  goals.look(walk.state, 0);
  let missing = goals.askedBy(rule).map((bit) => ({ bit, expected: goals.expected(bit) }));
  if (missing.length === 0) return { kind: "comes-about" };
  const search = walk.searchOn(budget, hang);
  const { visited } = search;
  let looked = 0;
  for (let more = true; more && missing.length > 0; ) {
    more = search.advance(AT_ONCE);
    for (; looked < visited.count; looked++) {
      goals.look(visited.chunkOf(looked), visited.offsetOf(looked));
      missing = missing.filter(({ bit }) => ((goals.reached[bit >>> 5]! >>> (bit & 31)) & 1) === 0);
    }
  }
  const told = missing.find(({ bit }) => bit === first) ?? missing[0];
  if (told === undefined) return { kind: "comes-about" };
  if (search.stoppedBy !== null) return { kind: "undecided", states: visited.count };
  return {
    kind: "never",
    violation: { expected: told.expected, found: goals.never(told.bit, visited.count) },
  };
}
