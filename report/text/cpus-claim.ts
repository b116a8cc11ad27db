/** What a run of several CPUs proves: of their interleavings, in memory that all of them see alike. */
import type { Run } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { beginningAs } from "../../model/words/memory-map.js";
import { boundIn } from "../../model/words/scope.js";
import { ABOUT_STATE } from "../../properties/answers.js";

/** Sentences that are the same for one client. */
export interface Sentences {
  /** Which commands it is about. */
  readonly which: string;
  /** Why it stopped, where a budget ended it, and what is said where that was at once. */
  readonly stopped: string;
  readonly nothing: string;
  /** How far it went on after a finding. */
  readonly wentOn: string;
}

/** The claim of a run by several CPUs. */
export function claimOnCpus(run: Run, { which, stopped, nothing, wentOn }: Sentences): string {
  const { frames, owners, initial, maxSwitches } = run.scope;
  const over = `over ${plural(frames, "frame")}${beginningAs(initial)} and ${plural(owners, "owner")}`;
  const bounded = maxSwitches !== undefined;
  const most = bounded ? ` with at most ${plurals(maxSwitches, "context switch")}` : "";
  const about = `of any number of commands by ${plural(boundIn(run.scope, "cpus"), "CPU")}${which}, ${over}, in sequentially consistent memory,`;
  const right = `is linearizable as contract ${run.contract} demands`;
  const left = bounded ? "Interleavings with more switches were not explored (--max-switches)." : "";
  const weak = "Weaker memory is not covered.";
  const fused = run.fused === true ? FUSED : "";
  const all = (...sentences: readonly string[]) => sentences.filter((sentence) => sentence !== "").join(" ");
  switch (run.verdict) {
    case "holds":
      return all(`Every interleaving${most} ${about} ${right}.`, left, weak, fused);
    case "vacuous":
      return all(
        `No interleaving${most} ${about} breaks a rule; but see above what this does not show.`,
        left,
        weak,
        fused,
      );
    case "unfinished": {
      if (run.depth === 0) return all(stopped, nothing, seenBroken(run));
      const some = `Every interleaving of up to ${plurals(run.depth, "access")}${most} ${about} ${right}`;
      return all(stopped, `${some}; longer ones were not all tried.`, left, weak, fused, seenBroken(run));
    }
    case "sampled": // random sequences are those of one client
    case "broken":
      return all(shortest(run), left, wentOn);
  }
}

/** What the counts are of, where not each access was a step. */
const FUSED =
  "What a command does under a lock counts as one step where no other looks into it, and CPUs that run the same program have no numbers in the states counted.";

/** What was met with by larger steps, and not found again in time. */
function seenBroken({ seenBroken = [], stoppedBy }: Run): string {
  if (seenBroken.length === 0) return "";
  const met = `A broken rule was met (${seenBroken.join(", ")}), but`;
  return stoppedBy === "interrupt"
    ? `${met} the run was stopped before its trace was found.`
    : `${met} its trace was not found within the budget: give it more.`;
}

/** What is claimed of the traces. */
function shortest({ counterexamples, leastByAccesses = [] }: Run): string {
  if (counterexamples.some(({ rule }) => ABOUT_STATE.includes(rule)))
    return "Seen where a command that had read the same went on in two ways; a search would prove nothing about such an allocator.";
  const others = counterexamples.some(({ rule }) => !leastByAccesses.includes(rule));
  const unknown = "whether another has fewer context switches was not searched to the end.";
  if (!others)
    return counterexamples.length === 1
      ? `It has the fewest accesses of all traces that break a rule; ${unknown}`
      : `Each has the fewest accesses of all traces that break its rule; ${unknown}`;
  if (leastByAccesses.length > 0)
    return `The trace of ${leastByAccesses.join(", of ")} has the fewest accesses of all that break the rule; ${unknown} Of the traces that break another rule each is one with the fewest context switches, and of these with the fewest accesses.`;
  return "Of the traces that break a rule each is one with the fewest context switches, and of these with the fewest accesses.";
}

/** A number of what ends in a sibilant: `1 access`, `2 accesses`. */
function plurals(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${grouped(count)} ${noun}es`;
}
