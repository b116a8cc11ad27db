/** Goes on from a step by another command than the recorded one. */
import type { Moment, Trail } from "../trail.js";
import { answersTo, choicesAt } from "../what-if.js";
import type { Here } from "./hash.js";

/** The place behind command number `c`, answered as chosen, from here; `null` where that cannot be. */
export function anotherWay(
  here: Here,
  trail: Trail,
  moments: readonly Moment[],
  c: number,
  chosen: number,
): Here | null {
  const { machine } = trail;
  const { state } = moments[here.step]!; // a place is one of the moments
  const choice = choicesAt(machine, state)[c];
  const answer = choice === undefined ? undefined : answersTo(machine, choice, state)[chosen];
  if (answer === undefined) return null;
  const step = { command: machine.specification.commands[c]!, answer };
  // What broke the rule changed nothing, so it is left out: another command comes in its place.
  const from = here.base ?? trail.turning(here.step);
  const before = here.base === null ? [] : here.taken.slice(0, Math.max(0, here.step - here.base));
  const base = Math.min(from, here.step);
  const taken = [...before, step];
  return { ...here, base, taken, step: base + taken.length };
}
