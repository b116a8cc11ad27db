/** One check from request to run: lay out, search in slices, replay what was found, give a verdict. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { type Contract, STRICT } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import { type Counterexample, headOf, termsOf } from "../model/trace.js";
import type { Command } from "../model/vocabulary.js";
import { type AnswerRule, HANGS, HIDDEN_STATE, NONDETERMINISTIC } from "../properties/answers.js";
import { notExercised } from "../properties/exercised.js";
import { lookClosely, nameOf } from "./closely.js";
import { confirm } from "./confirm.js";
import { withoutUnreachable } from "./feasible.js";
import { LayoutClock } from "./layout-clock.js";
import { leftOut } from "./left-out.js";
import { Lockstep } from "./lockstep.js";
import { LAYOUT, PATH, Pulse, SEARCH, WALK } from "./pulse.js";
import { type Budget, type PathStep, type Progress, Search, type StoppedBy } from "./search.js";
import { type SelfTested, selfTest } from "./self-test.js";
import { SpecAlone } from "./spec-alone.js";
import { STANDARD_SUSPICION, SUSPECTED } from "./suspicion.js";
import type { TransitionSystem } from "./transition-system.js";
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
  /**
   * How many commands of each state, on average, are run again on a second instance, to see whether the
   * bytes decide what an allocator does; `STANDARD_SUSPICION` when absent, none at 0.
   */
  readonly suspicion?: number;
  /** Several workers met a finding, so that a search that closes without one has seen another allocator. */
  readonly foundBySeveral?: boolean;
  /** Reasons to leave out of the specification, such as `release/live-slice`: to see what needs them. */
  readonly without?: readonly string[];
  /** Where the calls of the allocator are noted, for another thread to see; it knows which hang. */
  readonly pulse?: Pulse;
}

/** A request laid out: what a search needs, and what its run is made of in the end. */
export class Prepared {
  readonly contract: Contract;
  readonly specification: Specification;
  readonly system: TransitionSystem;
  readonly pulse: Pulse;
  /** Whether one worker must search: the allocator's bytes mean nothing elsewhere. */
  readonly local: boolean;
  /** The commands that are offered, and their numbers. */
  private readonly offered: readonly Command[];
  private readonly numbers: Int32Array;
  private readonly clock: LayoutClock;
  private begun: Run | undefined;

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(readonly request: CheckRequest) {
    const { definition, scope, without = [], suspicion = STANDARD_SUSPICION, pulse = new Pulse() } = request;
    this.pulse = pulse;
    pulse.begin(LAYOUT);
    this.contract = request.contract ?? definition?.contract ?? STRICT;
    this.clock = new LayoutClock(request.budget);
    const between = () => this.clock.requireTime(scope);
    this.specification = new Specification(scope, { without, between });
    if (definition === null) {
      this.numbers = Int32Array.from(this.specification.commands.keys());
      this.system = new SpecAlone(this.specification);
      this.local = false;
    } else {
      const lockstep = new Lockstep(this.specification, definition, this.contract, pulse, suspicion);
      this.numbers = lockstep.offered;
      this.system = lockstep;
      this.local = lockstep.main.allocator.local === true;
    }
    this.offered = Array.from(this.numbers, (c) => this.specification.commands[c]!);
  }

  /** The budget with what the layout has left of its time. */
  get budget(): Budget {
    return this.clock.left;
  }

  /** What the run is if it is ended here, between two levels. What it cannot show stays the same. */
  runSoFar(complete: Progress, workers: number): Run {
    this.begun ??= this.run(complete, "interrupt", [], workers);
    return { ...this.begun, ...this.counted(complete, workers) };
  }

  /** The run that came of it. */
  run(
    progress: Progress,
    stoppedBy: StoppedBy | null,
    counterexamples: readonly Counterexample[],
    workers: number,
  ): Run {
    const { request, contract, offered } = this;
    const closed = stoppedBy === null;
    const unseen = notExercised(contract, request.scope, offered, progress)
      // A search that was cut short or is broken has not failed to show what it still could have shown.
      .filter(({ possible }) => !possible || (closed && counterexamples.length === 0));
    const missing =
      request.definition === null
        ? unseen
        : withoutUnreachable(unseen, contract, this.specification, this.numbers);
    const { measured, ...counts } = this.counted(progress, workers);
    return {
      allocator: request.definition?.name ?? null,
      contract: contract.id,
      ...termsOf(contract),
      scope: request.scope,
      budget: request.budget ?? {},
      verdict: verdictOf(
        counterexamples.length,
        closed,
        missing.some(({ possible }) => possible),
      ),
      closed,
      stoppedBy,
      ...counts,
      notExercised: missing,
      notOffered: this.specification.rules
        .map(({ kind }) => kind)
        .filter((kind) => !offered.some((command) => command.kind === kind)),
      leftOut: leftOut(this.specification, contract, this.numbers, progress),
      counterexamples,
      measured,
    };
  }

  private counted({ states, tried, transitions, levels, outcomes }: Progress, workers: number) {
    const { seconds } = this.clock;
    return {
      states,
      tried,
      transitions,
      depth: levels.length - 1,
      levels,
      outcomes: Object.fromEntries(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1))),
      measured: {
        seconds,
        workers,
        statesPerSecond: Math.round(states / seconds),
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      },
    };
  }
}

/** A check by one worker. */
export class Check {
  readonly search: Search;
  readonly prepared: Prepared;
  /** What the self-test found; something hidden makes a search pointless. */
  private readonly tested: SelfTested;

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(private readonly request: CheckRequest) {
    const { definition, scope, all = false, selfTestMilliseconds: time = 0 } = request;
    this.prepared = new Prepared(request);
    const { contract, pulse } = this.prepared;
    // A search that is known to hang has a finding, whatever the self-test would see.
    this.tested =
      definition !== null && time > 0 && pulse.last(SEARCH) === null
        ? selfTest(definition, contract, scope, time, pulse)
        : { hidden: null, broke: null };
    pulse.begin(SEARCH);
    this.search = new Search(this.prepared.system, this.prepared.budget, all, pulse.last(SEARCH));
  }

  /** Works for a bounded number of states; false once there is no more to do. */
  advance(states: number): boolean {
    if (this.tested.hidden !== null) this.search.end("finding");
    return this.search.advance(states);
  }

  /** The run, after `advance` returned false or after `interrupt` on the search. */
  run(): Run {
    const { search, prepared } = this;
    return prepared.run(search.complete, search.stoppedBy ?? null, this.counterexamples(), 1);
  }

  private counterexamples(): Counterexample[] {
    const { search, request, prepared } = this;
    const { definition } = request;
    const { contract, pulse, specification } = prepared;
    const { hidden, broke } = this.tested;
    const hang = pulse.last(SEARCH);
    if (pulse.last(PATH) !== null)
      return [
        this.elsewhere(
          HIDDEN_STATE,
          "a command that returned in a state to return there every time",
          "it did not return when it was given again, to trace what the search had found",
        ),
      ];
    pulse.begin(PATH);
    if (hidden !== null && definition !== null) return [nameOf(hidden, definition, contract, pulse)];
    const suspected = search.log.found.find(({ rule }) => SUSPECTED.includes(rule));
    // One counterexample says it all: what else is suspected has the same cause.
    const leads = search.log.found.filter((f) => f === suspected || !SUSPECTED.includes(f.rule));
    const paths = leads.map((finding) => [finding, search.traceOf(finding)] as const);
    const closely = paths.map(([finding, path]) =>
      finding === suspected ? this.lookClosely(path, finding.rule) : null,
    );
    pulse.begin(WALK);
    const found = paths.map(
      ([{ rule }, path], i) =>
        closely[i] ?? confirm(request.definition, contract, specification, path, rule, pulse, hang),
    );
    if (found.length > 0) return found;
    if (hang !== null && search.stoppedBy === null)
      return [
        this.elsewhere(
          NONDETERMINISTIC,
          "a search that does the same every time",
          "one that did not come to its end, and then one that did",
        ),
      ];
    const counts = search.stoppedBy === null || broke?.rule === HANGS.id;
    if (counts && broke !== null) return [broke];
    if (search.stoppedBy !== null || request.foundBySeveral !== true) return [];
    return [
      this.elsewhere(
        NONDETERMINISTIC,
        "the finding that several workers met, again by one worker",
        "none: what the allocator does depends on more than the commands it is given",
      ),
    ];
  }

  /** What is suspected, as a close look tells it; the specification alone is never suspected. */
  private lookClosely(path: readonly PathStep[], rule: string): Counterexample | null {
    const { definition, scope } = this.request;
    const { contract, pulse } = this.prepared;
    return definition === null ? null : lookClosely(definition, contract, scope, { path, rule }, pulse);
  }

  /** A finding without a trace: what decides is not in the bytes, so the search cannot say where it was. */
  private elsewhere({ id }: AnswerRule, expected: string, found: string): Counterexample {
    const { definition, scope } = this.request;
    return { ...headOf(definition, this.prepared.contract, scope), steps: [], rule: id, expected, found };
  }
}

/** Runs a check from its beginning to its end on this thread. */
export function runTo(request: CheckRequest): Run {
  const check = new Check(request);
  while (check.advance(4096));
  return check.run();
}

function verdictOf(findings: number, closed: boolean, untested: boolean): Verdict {
  if (findings > 0) return "broken";
  if (!closed) return "unfinished";
  return untested ? "vacuous" : "holds";
}
