/**
 * Whether what a run did not show could have shown itself at all.
 *
 * An allocator may take only some arguments: ranges of one frame, or each owner in a zone of its own.
 * Or a map begins with what nobody ever gives back. Then a rule can be out of reach although
 * every command it needs is offered. The specification alone, given just the commands that are offered and
 * what the contract accepts instead, tells.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { type NotExercised, sometimes } from "../../properties/exercised.js";
import { Search } from "../search/search.js";
import { SpecAlone } from "../systems/spec-alone.js";

const MORE_ARGUMENTS = "with more arguments than are offered";

/** With more states than this and than the run the question stays open, and the goal counts as possible. */
const MOST_STATES = 100_000;

/** The same goals of a run of so many states, those out of reach of the offered marked as not possible. */
export function withoutUnreachable(
  missing: readonly NotExercised[],
  contract: Contract,
  specification: Specification,
  offered: Iterable<number>,
  states: number,
): NotExercised[] {
  if (!missing.some(({ possible }) => possible)) return [...missing];
  const trusts = Object.values(contract.promises).some((promise) => promise?.kind === "precondition");
  const more = trusts ? "with more than the offer and the contract let be tried" : MORE_ARGUMENTS;
  const maxStates = Math.max(MOST_STATES, states) + 1; // so many are known when the last level begins
  const search = new Search(new SpecAlone(specification, offered, contract), { maxStates });
  while (search.advance(4096));
  if (search.stoppedBy !== null) return [...missing];
  const goals = new Map(sometimes(contract, specification.rules).map((goal) => [goal.id, goal]));
  return missing.map((goal) =>
    !goal.possible || goals.get(goal.rule)?.happened(search.complete) !== false
      ? goal
      : { ...goal, possible: false, needs: `${goal.needs}, ${more}` },
  );
}
