/**
 * Reduces a trace to the least: it is cut, then the search looks for a shorter one over what is left, then
 * the frames that nobody names are dropped, and in the end small pools are searched whole.
 *
 * ddmin alone ends where every command is needed, which is not the shortest: of 300 failing random sequences
 * on 16 frames it came to the least in 160, and the search over the ranges that were left in all 300.
 */
import type { Command } from "../../model/words/commands.js";
import { gridOf } from "../../model/words/scope.js";
import { HANGS } from "../../properties/answers.js";
import { now } from "../search/clock.js";
import { REDUCE } from "../search/pulse.js";
import { keepingSlices } from "../systems/kept-slices.js";
import { commandsAround } from "./around.js";
import { ddmin, ddminGroups } from "./ddmin.js";
import { type Shortest, shortestIn } from "./shortest-in.js";
import { rangesOf, smallerPools } from "./smaller-pool.js";
import type { Subject, Trace } from "./subject.js";
import { Trial } from "./trial.js";

/** How short the reduced trace is known to be. */
export type Minimality =
  /** No sequence that breaks the rule is shorter in a pool of up to so many frames. */
  | { readonly kind: "shortest"; readonly frames: number }
  /** No shorter one over the same ranges and frames breaks the rule in its pool. */
  | { readonly kind: "over-ranges" }
  /** Every command is needed, and no more is known within so many seconds. */
  | { readonly kind: "cut"; readonly seconds: number }
  /** A command that does not return is not given time and again. */
  | { readonly kind: "as-found" };

/** What a trace was reduced to. */
export interface Reduced {
  readonly trace: Trace;
  /** How many commands it had before. */
  readonly from: number;
  readonly minimality: Minimality;
}

/** The budgets of a reduction. */
export interface ReduceBudget {
  readonly seconds: number;
  /** Asked now and then: whether to end with what is known. */
  readonly stopped?: () => boolean;
  /** Each search keeps so many states at most. */
  readonly states: number;
}

export const REDUCE_BUDGET: ReduceBudget = { seconds: 10, states: 200_000 };

/** Pools of up to so many frames are searched whole. */
const MOST_WHOLE = 5;
const QUICKLY_WHOLE = 2;
/** Nobody is told that there is no shorter one in a pool of one frame, where others take no time either. */
const AT_LEAST_WHOLE = 3;

/**
 * Reduces a trace whose last command breaks the rule. The result breaks the same rule; where the trace does
 * not break it (any more), it is returned as it is.
 */
export function reduce(asked: Subject, trace: Trace, budget: ReduceBudget = REDUCE_BUDGET): Reduced {
  const subject = { ...asked, definition: keepingSlices(asked.definition, asked.contract) };
  const from = trace.commands.length;
  const { pulse, rule } = subject;
  // A command that does not return costs a worker each time.
  if (rule === HANGS.id || from === 0 || pulse.last(REDUCE) !== null)
    return { trace, from, minimality: { kind: "as-found" } };
  pulse.begin(REDUCE);
  const begun = now();
  const size = gridOf(trace.scope);
  const { stopped = () => false } = budget;
  const lateAfter = (share: number) => () => now() > begun + 1000 * share * budget.seconds || stopped();
  const late = lateAfter(1);
  const within = (depth: number) => ({ depth, states: budget.states, late });
  // Ranges that lead nowhere leave time for small pools.
  const ranges = (depth: number) => ({ ...within(depth), late: lateAfter(0.6) });
  let best = cut(subject, trace, late);
  const cutOnly: Minimality = { kind: "cut", seconds: budget.seconds };
  let minimality: Minimality = cutOnly;
  // What shows in a frame or two is found there at once, where its ranges alone may take seconds.
  best = smallest(subject, best, within, Math.min(QUICKLY_WHOLE, size)).trace;
  const over = overRanges(subject, best, ranges(best.commands.length - 1));
  if (over.kind === "found") best = { ...best, commands: over.commands };
  if (over.kind !== "unfinished") minimality = { kind: "over-ranges" };
  const small = smallerPools(best).find((each) => breaksIn(subject, each));
  if (small !== undefined) {
    best = cut(subject, small, late);
    const again = overRanges(subject, best, ranges(best.commands.length - 1));
    if (again.kind === "found") best = { ...best, commands: again.commands };
    // What was said of the larger pool is not said of this trace.
    if (again.kind === "unfinished") minimality = cutOnly;
  }
  const most = Math.min(MOST_WHOLE, size, Math.max(AT_LEAST_WHOLE, gridOf(best.scope)));
  const whole = smallest(subject, best, within, most);
  return {
    trace: whole.trace,
    from,
    minimality: whole.frames === 0 ? minimality : { kind: "shortest", frames: whole.frames },
  };
}

/**
 * The trace cut until each of its commands is needed. To look at a state takes the longer the more commands
 * there are, so where few of them are left these are laid out anew.
 */
function cut(subject: Subject, trace: Trace, late: () => boolean): Trace {
  const trial = new Trial(subject, trace.scope, trace.commands);
  const numbers = trace.commands.map((command) => trial.numberOf(command));
  let few = false;
  const fails = (some: readonly number[]) => {
    const left = trial.breaks(some);
    few ||= left !== null && 2 * left.length < trial.size;
    return left;
  };
  const enough = () => few || late();
  let grouped: readonly number[] = numbers;
  for (const groupOf of GROUPINGS)
    grouped = ddminGroups(grouped, (number) => groupOf(trial.commandOf(number)), fails, enough);
  const left = ddmin(grouped, fails, enough);
  const shorter = { ...trace, commands: left.map((number) => trial.commandOf(number)) };
  return few && !late() ? cut(subject, shorter, late) : shorter;
}

/** What is left out together before single commands are: those of one kind, and those at one place. */
const GROUPINGS: readonly ((command: Command) => string)[] = [
  ({ kind }) => kind,
  (command) => String(rangesOf(command)[0]?.start),
];

/** Whether a trace breaks the rule. */
function breaksIn(subject: Subject, { scope, commands }: Trace): boolean {
  const trial = new Trial(subject, scope, commands);
  return trial.breaks(commands.map((command) => trial.numberOf(command))) !== null;
}

function overRanges(subject: Subject, trace: Trace, within: Parameters<typeof shortestIn>[3]): Shortest {
  return shortestIn(subject, trace.scope, commandsAround(trace, subject), within);
}

/**
 * The shortest trace in the smallest pool that has one, and up to how many frames none is shorter; 0 where no
 * pool that shows it could be searched whole.
 */
function smallest(
  subject: Subject,
  trace: Trace,
  within: (depth: number) => Parameters<typeof shortestIn>[3],
  most: number,
): { readonly trace: Trace; readonly frames: number } {
  const { scope } = trace;
  let best: Trace | null = null;
  let frames = 0;
  for (let size = 1; size <= most; size++) {
    const small = { ...scope, frames: size };
    const depth = best === null ? trace.commands.length : best.commands.length - 1;
    const found = shortestIn(subject, small, undefined, within(depth));
    if (found.kind === "unfinished") break;
    frames = size;
    if (found.kind === "found") best = { scope: small, commands: found.commands };
  }
  if (best === null) {
    const isWhole = frames >= gridOf(trace.scope);
    return { trace, frames: isWhole ? frames : 0 };
  }
  return { trace: best, frames };
}
