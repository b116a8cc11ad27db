/** What a run says in the end, and the exit code that goes with it. */

import type { CpuTrace } from "../../model/trace/cpu-trace.js";
import type { Counterexample, Terms } from "../../model/trace/trace.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { ForEver } from "../../properties/can-always.js";
import type { NotExercised } from "../../properties/exercised.js";
import type { Evidence } from "../evidence/evidence.js";
import type { Budget, StoppedBy } from "../search/search.js";
import type { Guard } from "../systems/kept-slices.js";
import type { Grows } from "./grows.js";
import type { LeftOut } from "./left-out.js";
import type { NarrowTable } from "./narrow-tables.js";

/**
 * - `holds`: closed, no rule broken, everything promised was seen;
 * - `broken`: a rule was broken, with its shortest trace;
 * - `vacuous`: closed, but a promise whose needs are met never came to the test;
 * - `unfinished`: a budget, an interrupt or growth without an end stopped it before it closed;
 * - `sampled`: random sequences broke no rule, which proves nothing.
 */
export type Verdict = "holds" | "broken" | "vacuous" | "unfinished" | "sampled";

/** What looking back over a search that has closed came to. */
export interface LookedBack {
  /** The rules that some state put to the test. */
  readonly rules: readonly string[];
  /** Who keeps frames for ever by design, so that nobody asked for them. */
  readonly forEver: readonly ForEver[];
  /** How often states were expanded once more. */
  readonly expanded: number;
}

/** Accesses to a cell that are made under a lock, or those that are not. */
export interface WarnedAccess {
  /** The commands that make them, while another command is under way. */
  readonly commands: readonly CommandKind[];
  /** Whether some of them write. */
  readonly writes: boolean;
  /** The shortest trace to one of them, which is its last access. */
  readonly trace: CpuTrace;
}

/** A cell that is accessed under a lock, and without it as well. It changes no verdict. */
export interface LockWarning {
  readonly cell: string;
  /** Of how many more cells of its array that is so as well. */
  readonly alike: number;
  readonly lock: string;
  readonly under: WarnedAccess;
  readonly without: WarnedAccess;
}

/** One run as the machine output gives it. Two equal runs differ in `measured` alone. */
export interface Run {
  /** The allocator's name; `null` for the specification alone. */
  readonly allocator: string | null;
  /** The name of the contract that it was held to. */
  readonly contract: string;
  /** What that contract promises, where it does not come with allocheck. */
  readonly terms?: Terms;
  readonly scope: Scope;
  readonly budget: Budget;
  readonly verdict: Verdict;
  /** Whether nothing was left to explore. */
  readonly closed: boolean;
  /** What ended it before that: a finding, a budget, an interrupt or growth; `null` where it closed. */
  readonly stoppedBy: StoppedBy | null;
  /** How many states were found, each the allocator's bytes with what the specification knows. */
  readonly states: number;
  /** How many commands were given in them. */
  readonly tried: number;
  /** How many of these were accepted, each a step from a state to a state. */
  readonly transitions: number;
  /**
   * Where the search went on after a finding, how many commands broke a rule or led to a state that does:
   * what follows these was not explored.
   */
  readonly notFollowed?: number;
  /** Tables of the allocator of which the scope fills one word: what goes wrong between two cannot show. */
  readonly narrow?: readonly NarrowTable[];
  /** The allocator's commands name no owner, so one was asked. */
  readonly namesNoOwner?: true;
  /** Blocks were asked for in bytes, and only in sizes of whole frames. */
  readonly wholeSizes?: true;
  /** The checker keeps the slices, of which the allocator is told none: who guards a release. */
  readonly guard?: Guard;
  /** The allocator says how it takes its steps, so that several CPUs can run it. */
  readonly stepped?: true;
  /** The scopes that its allocator is explored in beside this one, where none is named. */
  readonly further?: readonly Scope[];
  /** Where sequences were drawn at random: how many runs were, and from which seed on. */
  readonly sampled?: { readonly runs: number; readonly seed: number };
  /** The deepest complete level, or the longest sequence that was drawn. */
  readonly depth: number;
  /** How many states were found after 0, 1, 2, ... commands. */
  readonly levels: readonly number[];
  /** How often each came up: `free:accepted`, or with all true reasons `release:foreign-owner+live-slice`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What the contract promises and nothing put to the test; where some were `possible` it is `vacuous`. */
  readonly notExercised: readonly NotExercised[];
  /** Commands that it has not, so that none was tried. */
  readonly notOffered: readonly CommandKind[];
  /** Where a search did not end, what grows without anything new in memory. */
  readonly grows?: Grows;
  /** Commands that are offered and were never accepted, where no finding has ended the search. */
  readonly neverAccepted?: readonly CommandKind[];
  /** Commands of kinds that are offered, and were not tried all the same. */
  readonly leftOut: readonly LeftOut[];
  /**
   * What was seen when the search was looked back over: `null` where it came to no end, absent where nobody
   * asked for it.
   */
  readonly lookedBack?: LookedBack | null;
  /** Where it is one of several sizes: the shapes of free memory that came up, and what its states take. */
  readonly survey?: { readonly shapes: readonly string[]; readonly bytes: number };
  /** What is known beside the verdict on this scope: the kinds that ran. */
  readonly evidence?: readonly Evidence[];
  /** What was found, each with its shortest trace; none where no rule was broken. */
  readonly counterexamples: readonly Counterexample[];
  /**
   * Traces of several CPUs have the fewest context switches, and then accesses; of these rules they have the
   * fewest accesses, and fewer switches were not looked for to the end.
   */
  readonly leastByAccesses?: readonly string[];
  /**
   * On several CPUs: sections under a lock that nothing looks into are one step each, and CPUs that run the
   * same program have no numbers. So the counts are.
   */
  readonly fused?: true;
  /** Rules that such a search saw broken, where a budget ended the one that tells traces. */
  readonly seenBroken?: readonly string[];
  /** What is warned of, of several CPUs, where there is something. */
  readonly warnings?: readonly LockWarning[];
  readonly measured: {
    readonly seconds: number;
    readonly workers: number;
    readonly statesPerSecond: number;
    /** Of the whole process so far, Node itself included. What progress tells is that of the states alone. */
    readonly peakMemoryBytes: number;
    /** When it was run, where nothing has changed since: the other figures are of then. */
    readonly proved?: string;
  };
}

/** The exit code of each verdict; 2 is a misuse or an internal fault, 130 an interrupt. */
export const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  holds: 0,
  broken: 1,
  unfinished: 3,
  vacuous: 4,
  sampled: 5,
};

/** Of several verdicts the worst comes first. */
const SEVERITY: readonly Verdict[] = ["broken", "unfinished", "vacuous", "sampled", "holds"];

/** The worst of some verdicts; `holds` of none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return SEVERITY.find((verdict) => verdicts.includes(verdict)) ?? "holds";
}
