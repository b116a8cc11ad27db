/** One check from request to run: lay out, search in slices, replay what was found, give a verdict. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { type Contract, STRICT } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import type { Counterexample } from "../model/trace.js";
import { COMMAND_KINDS } from "../model/vocabulary.js";
import { notExercised } from "../properties/exercised.js";
import { confirm } from "./confirm.js";
import { Lockstep } from "./lockstep.js";
import { type Budget, Search } from "./search.js";
import { selfTest } from "./self-test.js";
import { SpecAlone } from "./spec-alone.js";
import type { Run, Verdict } from "./verdict.js";

/** What to check, in what world, for how long. */
export interface CheckRequest {
  /** `null` explores the specification alone. */
  readonly definition: AllocatorDefinition | null;
  /** The contract to hold the allocator to; its own when absent. */
  readonly contract?: Contract;
  readonly scope: Scope;
  readonly budget?: Budget;
  /** Go on after a finding, and keep the first of each command and rule. */
  readonly all?: boolean;
  /** How long to look beforehand for state outside the bytes; not at all when absent. */
  readonly selfTestMilliseconds?: number;
  /** Reasons to leave out of the specification, such as `release/live-slice`: to see what needs them. */
  readonly without?: readonly string[];
}

export class Check {
  readonly search: Search;
  private readonly contract: Contract;
  private readonly specification: Specification;
  private readonly offered: Int32Array;
  private readonly started = performance.now();
  /** What the self-test found, which makes a search pointless. */
  private readonly hidden: Counterexample | null;

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(private readonly request: CheckRequest) {
    const { definition, scope, budget = {}, all = false, without = [] } = request;
    this.contract = request.contract ?? definition?.contract ?? STRICT;
    this.specification = new Specification(scope, { without });
    const { selfTestMilliseconds: time = 0 } = request;
    this.hidden = definition && time > 0 ? selfTest(definition, this.contract, scope, time) : null;
    if (definition === null) {
      this.offered = Int32Array.from(this.specification.commands.keys());
      this.search = new Search(new SpecAlone(this.specification), budget, all);
    } else {
      const lockstep = new Lockstep(this.specification, definition, this.contract);
      this.offered = lockstep.offered;
      this.search = new Search(lockstep, budget, all);
    }
  }

  /** Works for a bounded number of states; false once there is no more to do. */
  advance(states: number): boolean {
    if (this.hidden !== null) this.search.end("finding");
    return this.search.advance(states);
  }

  /** The run, after `advance` returned false or after `interrupt` on the search. */
  run(): Run {
    const { search, request } = this;
    const { states, tried, transitions, levels, outcomes } = search.complete;
    const counterexamples = this.counterexamples();
    const closed = search.stoppedBy === null;
    const missing = notExercised(this.contract, request.scope, this.offeredCommands(), search.complete)
      // A search that was cut short or is broken has not failed to show what it still could have shown.
      .filter(({ possible }) => !possible || (closed && counterexamples.length === 0));
    const seconds = (performance.now() - this.started) / 1000;
    return {
      allocator: request.definition?.name ?? null,
      contract: this.contract.id,
      scope: request.scope,
      budget: request.budget ?? {},
      verdict: verdictOf(
        counterexamples.length,
        closed,
        missing.some(({ possible }) => possible),
      ),
      closed,
      stoppedBy: search.stoppedBy ?? null,
      states,
      tried,
      transitions,
      depth: levels.length - 1,
      levels,
      outcomes: Object.fromEntries(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1))),
      notExercised: missing,
      notOffered: COMMAND_KINDS.filter((kind) => !this.offeredCommands().some((c) => c.kind === kind)),
      counterexamples,
      measured: {
        seconds,
        workers: 1,
        statesPerSecond: Math.round(states / seconds),
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      },
    };
  }

  private offeredCommands() {
    return Array.from(this.offered, (c) => this.specification.commands[c]!);
  }

  private counterexamples(): Counterexample[] {
    const { search, request, contract, specification } = this;
    if (this.hidden !== null) return [this.hidden];
    return search.log.found.map((found) =>
      confirm(request.definition, contract, specification, search.traceOf(found), found.rule),
    );
  }
}

function verdictOf(findings: number, closed: boolean, untested: boolean): Verdict {
  if (findings > 0) return "broken";
  if (!closed) return "unfinished";
  return untested ? "vacuous" : "holds";
}
