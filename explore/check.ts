/** One check from request to run: lay out, search in slices, replay what was found, give a verdict. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { type Contract, STRICT } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import { type Counterexample, headOf } from "../model/trace.js";
import type { Command } from "../model/vocabulary.js";
import { type AnswerRule, HANGS, HIDDEN_STATE, NONDETERMINISTIC } from "../properties/answers.js";
import { notExercised } from "../properties/exercised.js";
import { Again, type Unlike } from "./again.js";
import { lookClosely } from "./closely.js";
import { confirm } from "./confirm.js";
import { withoutUnreachable } from "./feasible.js";
import { Lockstep } from "./lockstep.js";
import { AGAIN, CLOSE_LOOK, LAYOUT, PATH, Pulse, SEARCH, WALK } from "./pulse.js";
import { type Budget, type PathStep, type Progress, Search, type StoppedBy } from "./search.js";
import { SelfTest, type SelfTested } from "./self-test.js";
import { SpecAlone } from "./spec-alone.js";
import { STANDARD_SUSPICION, SUSPECTED } from "./suspicion.js";
import type { TransitionSystem } from "./transition-system.js";
import { tellUnlike } from "./unlike.js";
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
  /** Whether to look before the search, and when it has closed, for what the bytes do not decide. */
  readonly selfTest?: boolean;
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
  private readonly started = performance.now();

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(readonly request: CheckRequest) {
    const { definition, scope, without = [], suspicion = STANDARD_SUSPICION, pulse = new Pulse() } = request;
    this.pulse = pulse;
    pulse.begin(LAYOUT);
    this.contract = request.contract ?? definition?.contract ?? STRICT;
    this.specification = new Specification(scope, { without });
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

  /** What tries a closed search once more; `null` for the specification alone. */
  again(search: Pick<Search, "visited">, pathTo?: (state: number) => readonly number[]): Again | null {
    const { system, contract, specification, pulse } = this;
    const { definition } = this.request;
    if (definition === null || !(system instanceof Lockstep)) return null;
    pulse.begin(AGAIN);
    return new Again(definition, contract, specification, system, search.visited, pulse, pathTo);
  }

  /** Whether a command did not return when it was given again, and so is passed over. */
  get gaveUp(): boolean {
    return this.pulse.last(AGAIN) !== null || this.pulse.last(PATH) !== null;
  }

  /** The run that came of it. */
  run(
    progress: Progress,
    stoppedBy: StoppedBy | null,
    counterexamples: readonly Counterexample[],
    workers: number,
  ): Run {
    const { request, contract, offered } = this;
    const { states, tried, transitions, levels, outcomes } = progress;
    const closed = stoppedBy === null;
    const unseen = notExercised(contract, request.scope, offered, progress)
      // A search that was cut short or is broken has not failed to show what it still could have shown.
      .filter(({ possible }) => !possible || (closed && counterexamples.length === 0));
    const missing =
      request.definition === null
        ? unseen
        : withoutUnreachable(unseen, contract, this.specification, this.numbers);
    const seconds = (performance.now() - this.started) / 1000;
    return {
      allocator: request.definition?.name ?? null,
      contract: contract.id,
      scope: request.scope,
      budget: request.budget ?? {},
      verdict: verdictOf(
        counterexamples.length,
        closed,
        missing.some(({ possible }) => possible),
      ),
      closed,
      stoppedBy,
      states,
      tried,
      transitions,
      depth: levels.length - 1,
      levels,
      outcomes: Object.fromEntries(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1))),
      notExercised: missing,
      notOffered: this.specification.rules
        .map(({ kind }) => kind)
        .filter((kind) => !offered.some((command) => command.kind === kind)),
      counterexamples,
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
  private readonly prepared: Prepared;
  private readonly selfTest: SelfTest | null;
  /** What is tried once more when the search has closed and found nothing. */
  private again: Again | null = null;
  private phase: "self-test" | "search" | "again" | "over";

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(private readonly request: CheckRequest) {
    const { definition, scope, budget = {}, all = false, selfTest = false } = request;
    this.prepared = new Prepared(request);
    const { contract, pulse, system } = this.prepared;
    pulse.begin(SEARCH);
    this.search = new Search(system, budget, all, pulse.last(SEARCH));
    // A search that is known to hang has a finding, whatever the self-test would see.
    const tested = selfTest && definition !== null && pulse.last(SEARCH) === null;
    this.selfTest = tested ? new SelfTest(definition, contract, scope, pulse) : null;
    this.phase = tested ? "self-test" : "search";
  }

  /** Works for a bounded number of states; false once there is no more to do. */
  advance(states: number): boolean {
    const { search, prepared, selfTest } = this;
    switch (this.phase) {
      case "self-test":
        search.lookAtClock();
        if (search.stoppedBy === undefined && selfTest?.advance() === true) return true;
        this.phase = "search";
        prepared.pulse.begin(SEARCH);
        if (this.tested.hidden !== null) search.end("finding");
        return true;
      case "search":
        if (search.advance(states)) return true;
        this.again =
          selfTest === null || !this.holds
            ? null
            : prepared.again(search, (state) => search.pathTo(state).map(({ command }) => command));
        this.phase = this.again === null ? "over" : "again";
        return this.again !== null;
      case "again":
        if (!search.isLate && this.again?.advance() === true) return true;
        if (!search.isLate) this.phase = "over";
        return false;
      case "over":
        return false;
    }
  }

  /** The run, after `advance` returned false or after `interrupt` on the search. */
  run(): Run {
    const { search, prepared } = this;
    return prepared.run(search.complete, this.stoppedBy, this.counterexamples(), 1);
  }

  /** A search that was not tried once more to the end has not closed. */
  private get stoppedBy(): StoppedBy | null {
    if (this.phase === "again") return this.search.isLate ? "max-seconds" : "interrupt";
    return this.search.stoppedBy ?? null;
  }

  /** Whether the search has closed and nothing at all was found. */
  private get holds(): boolean {
    const { search, tested, prepared } = this;
    return search.stoppedBy === null && !search.log.any && tested.broke === null && !prepared.gaveUp;
  }

  /** What the self-test found; something hidden makes a search pointless. */
  private get tested(): SelfTested {
    return this.selfTest?.result ?? { hidden: null, broke: null };
  }

  private counterexamples(): Counterexample[] {
    const { search, request, prepared } = this;
    const { contract, pulse, specification } = prepared;
    const { hidden, broke } = this.tested;
    const hang = pulse.last(SEARCH);
    if (prepared.gaveUp)
      return [
        this.elsewhere(
          HIDDEN_STATE,
          "a command that returned in a state to return there every time",
          "it did not return when it was given again",
        ),
      ];
    pulse.begin(PATH);
    if (hidden !== null) return [hidden];
    if (this.again?.unlike) return [this.tellUnlike(this.again.unlike)];
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
    if ((hang ?? pulse.last(CLOSE_LOOK)) !== null && search.stoppedBy === null)
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
    const { definition } = this.request;
    const { contract, pulse, specification } = this.prepared;
    return definition === null
      ? null
      : lookClosely(definition, contract, specification, { path, rule }, pulse);
  }

  private tellUnlike(unlike: Unlike): Counterexample {
    const { request, search, prepared } = this;
    const { contract, pulse, specification, system } = prepared;
    if (request.definition === null || !(system instanceof Lockstep))
      throw new Error("internal: the specification alone was tried once more");
    return tellUnlike(unlike, search, system, request.definition, contract, specification, pulse);
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
