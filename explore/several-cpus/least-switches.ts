/**
 * The least traces of findings on several CPUs: by context switches, and then by accesses.
 *
 * With at most 0, 1, 2, ... switches the search is done again until it comes upon the same rule. Breadth
 * first within a bound is least in accesses.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Found, Keep } from "../search/finding-log.js";
import type { Pulse } from "../search/pulse.js";
import { type Budget, type PathStep, Search } from "../search/search.js";
import { SeveralCpus } from "./several-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";

/** Traces with more switches than this are told as they were found: by the least accesses. */
const MOST_SWITCHES = 12;
/** So many times the states of the first search may be looked at, and at least these. */
const TIMES_THE_STATES = 4;
const LEAST_STATES = 200_000;

/** What was found, and in how large a search. */
export interface Bounded {
  readonly definition: SteppedDefinition;
  readonly contract: Contract;
  readonly specification: Specification;
  readonly states: number;
  /** What is left of the run's budget by now. */
  readonly budget: () => Budget;
  readonly pulse: Pulse;
}

/** A rule and the path that breaks it. */
export interface Broken {
  readonly rule: string;
  readonly path: readonly PathStep[];
}

export class LeastSwitches {
  /** The findings with the fewest switches, as far as there are some. */
  readonly broken: Broken[] = [];
  private readonly work: Iterator<null>;
  private perAdvance = 1;

  /** The least finding of all for `first`; else the least of each rule that was found. */
  constructor(
    private readonly bounded: Bounded,
    private readonly found: readonly Found[],
    private readonly keep: Keep,
  ) {
    this.work = this.parts();
  }

  /** Looks at some states; false once there is no more to do. */
  advance(states: number): boolean {
    this.perAdvance = states;
    return this.work.next().done !== true;
  }

  private *parts(): Generator<null> {
    const open = new Set(this.found.filter(({ command }) => command >= 0).map(({ rule }) => rule));
    const { mostSwitches } = this;
    for (let switches = 0; switches <= mostSwitches && open.size > 0; switches++) {
      const search = this.withAtMost(switches);
      while (!this.isDone(search, open) && search.advance(this.perAdvance)) yield null;
      const { complete } = search;
      while (search.complete === complete && search.advance(this.perAdvance)) yield null;
      for (const finding of search.log.found) {
        if (this.keep !== "first" && !open.delete(finding.rule)) continue;
        this.broken.push({ rule: finding.rule, path: search.traceOf(finding) });
        if (this.keep === "first") return;
      }
      if (search.stoppedBy !== null && search.stoppedBy !== undefined) return;
    }
  }

  /** A trace found has no more switches than its run allowed. */
  private get mostSwitches(): number {
    return Math.min(MOST_SWITCHES, this.bounded.specification.scope.maxSwitches ?? MOST_SWITCHES);
  }

  /** Whether the search has come upon all that it is to find; the level in which it has is then ended. */
  private isDone({ log }: Search, rules: ReadonlySet<string>): boolean {
    return this.keep !== "first" && [...rules].every((rule) => log.has([rule]));
  }

  private withAtMost(switches: number): Search {
    const { definition, contract, specification, states, budget, pulse } = this.bounded;
    const system = new SeveralCpus(specification, definition, contract, { mostSwitches: switches, pulse });
    const maxStates = Math.max(LEAST_STATES, TIMES_THE_STATES * states);
    // How deep the run went says nothing here: fewer switches may take more accesses.
    const { maxDepth: _, ...left } = budget();
    return new Search(system, { ...left, maxStates }, this.keep === "first" ? "first" : "all");
  }
}
