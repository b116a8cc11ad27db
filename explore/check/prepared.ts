/** A request laid out for a search, and the run that is made of it in the end. */

import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { type Counterexample, termsOf } from "../../model/trace/trace.js";
import type { Command, CommandKind } from "../../model/words/commands.js";
import { boundIn, type Scope } from "../../model/words/scope.js";
import { HANGS } from "../../properties/answers.js";
import { notExercised } from "../../properties/exercised.js";
import { SecondPass } from "../determinism/second-pass.js";
import type { Keep } from "../search/finding-log.js";
import { AGAIN, LAYOUT, PATH, Pulse } from "../search/pulse.js";
import type { Budget, LevelCounts, Search, StoppedBy } from "../search/search.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { SeveralCpus } from "../several-cpus/several-cpus.js";
import { isStepped } from "../several-cpus/stepped-definition.js";
import { guardIn, requireKept } from "../systems/kept-slices.js";
import { Lockstep } from "../systems/lockstep.js";
import { STANDARD_SUSPICION } from "../systems/resampling.js";
import { SpecAlone } from "../systems/spec-alone.js";
import { untriedKinds } from "../systems/untried.js";
import { withoutUnreachable } from "./feasible.js";
import { requireFitForCpus } from "./fit-for-cpus.js";
import { LayoutClock } from "./layout-clock.js";
import { leftOut, neverAccepted } from "./left-out.js";
import type { NarrowTable } from "./narrow-tables.js";
import type { LookedBack, Run, Verdict } from "./verdict.js";

/** What to check, in what world, for how long. */
export interface CheckRequest {
  /** `null` explores the specification alone. */
  readonly definition: AllocatorDefinition | null;
  /** The contract to hold the allocator to; its own when absent. */
  readonly contract?: Contract;
  readonly scope: Scope;
  readonly budget?: Budget;
  /** Whether one owner is asked, since the allocator's commands name none. */
  readonly namesNoOwner?: boolean;
  /** The scopes that its allocator is to be explored in beside this one. */
  readonly further?: readonly Scope[];
  /** Tables of the allocator of which the scope fills one word. */
  readonly narrow?: readonly NarrowTable[];
  /** What is kept of all that is found, and so how far it goes on after a finding; the first when absent. */
  readonly keep?: Keep;
  /** Whether to note the shapes of free memory. */
  readonly survey?: boolean;
  /** Whether to look back over a search that has closed for what can never come about any more. */
  readonly canAlways?: boolean;
  /** Whether to look before the search, and when it has closed, for what the bytes do not decide. */
  readonly selfTest?: boolean;
  /**
   * How many commands of each state, on average, are run again on a second instance, to see whether the
   * bytes decide what an allocator does; `STANDARD_SUSPICION` when absent, none at 0.
   */
  readonly suspicion?: number;
  /** Whether on several CPUs each access is a step of the search, from its beginning. */
  readonly everyAccess?: boolean;
  /** Several workers met a finding, so that a search that closes without one has seen another allocator. */
  readonly foundBySeveral?: boolean;
  /** Reasons to leave out of the specification, such as `release/live-slice`: to see what needs them. */
  readonly without?: readonly string[];
  /** Where the calls of the allocator are noted, for another thread to see; it knows which hang. */
  readonly pulse?: Pulse;
}

/** A request laid out: what a search needs, and what its run is made of in the end. */
export class Prepared {
  /** What was asked, with the allocator as its contract wants it asked. */
  readonly request: CheckRequest;
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

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(asked: CheckRequest) {
    const { scope, without = [], suspicion = STANDARD_SUSPICION, pulse = new Pulse() } = asked;
    this.pulse = pulse;
    pulse.begin(LAYOUT);
    this.contract = asked.contract ?? asked.definition?.contract ?? STRICT;
    const definition = asked.definition === null ? null : requireKept(asked.definition, this.contract);
    const request = { ...asked, definition };
    this.request = request;
    this.clock = new LayoutClock(request.budget);
    const between = () => this.clock.requireTime(scope);
    this.specification = new Specification(scope, { without, between });
    requireFitForCpus(request, this.contract);
    if (definition === null) {
      this.numbers = Int32Array.from(this.specification.commands.keys());
      this.system = new SpecAlone(this.specification);
      this.local = false;
    } else if (boundIn(scope, "cpus") > 1 && isStepped(definition)) {
      const several = new SeveralCpus(this.specification, definition, this.contract, { pulse });
      this.numbers = several.offered;
      this.system = several;
      this.local = true;
    } else {
      const lockstep = new Lockstep(this.specification, definition, this.contract, pulse, suspicion);
      this.numbers = lockstep.offered;
      this.system = lockstep;
      this.local = lockstep.main.allocator.local === true;
    }
    this.offered = Array.from(this.numbers, (c) => this.specification.commands[c]!);
  }

  /** Kinds of commands that the allocator offers elsewhere, and none of them in this scope. */
  get untried(): CommandKind[] {
    const { request, specification, numbers } = this;
    return request.definition === null ? [] : untriedKinds(request.definition, specification, numbers);
  }

  /** What is kept of all that is found: on several CPUs the first, since one race breaks many rules. */
  get keep(): Keep {
    const { keep = "first" } = this.request;
    return keep === "rules" && this.system instanceof SeveralCpus ? "first" : keep;
  }

  /** The budget with what the layout has left of its time. */
  get budget(): Budget {
    return this.clock.left;
  }

  /** What the run is if it is ended here, between two levels. */
  runSoFar(complete: LevelCounts, workers: number): Run {
    return this.run(complete, "interrupt", [], workers);
  }

  /** What tries a closed search once more; `null` for the specification alone. */
  again(search: Pick<Search, "visited">, pathTo?: (state: number) => readonly number[]): SecondPass | null {
    const { system, contract, specification, pulse } = this;
    const { definition } = this.request;
    if (definition === null || !(system instanceof Lockstep)) return null;
    pulse.begin(AGAIN);
    return new SecondPass(definition, contract, specification, system, search.visited, pulse, pathTo);
  }

  /** Whether a command did not return when it was given again, and so is passed over. */
  get gaveUp(): boolean {
    return this.pulse.last(AGAIN) !== null || this.pulse.last(PATH) !== null;
  }

  /** The run that came of it. */
  run(
    progress: LevelCounts,
    stoppedBy: StoppedBy | null,
    counterexamples: readonly Counterexample[],
    workers: number,
    lookedBack?: LookedBack,
  ): Run {
    const { request, contract, offered } = this;
    const closed = stoppedBy === null;
    const goesOn = this.keep !== "first";
    const unseen = notExercised(contract, request.scope, offered, progress)
      // A search that was cut short or is broken has not failed to show what it still could have shown.
      .filter(({ possible }) => !possible || (closed && counterexamples.length === 0));
    const missing =
      request.definition === null
        ? unseen
        : withoutUnreachable(unseen, contract, this.specification, this.numbers, progress.states);
    // What ended with a finding has not come to all that it would have accepted.
    const never =
      stoppedBy === "finding" || request.definition === null
        ? []
        : neverAccepted(
            offered.map(({ kind }) => kind),
            progress.outcomes,
          );
    const { measured, ...counts } = this.counted(progress, workers);
    // A search that waited for a command in vain was at that command, in the midst of a level.
    const waited = counterexamples.filter(({ rule }) => rule === HANGS.id).map(({ steps }) => steps.length);
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
      ...(goesOn && progress.broken > 0 ? { notFollowed: progress.broken } : {}),
      ...(request.narrow === undefined || request.narrow.length === 0 ? {} : { narrow: request.narrow }),
      depth: Math.max(counts.depth, ...waited),
      ...(request.namesNoOwner === true ? { namesNoOwner: true } : {}),
      ...(this.asksWholeSizes ? { wholeSizes: true } : {}),
      ...guardIn(contract),
      ...(request.definition !== null && isStepped(request.definition) ? { stepped: true } : {}),
      ...(request.further === undefined || request.further.length === 0 ? {} : { further: request.further }),
      notExercised: missing,
      notOffered: this.specification.rules
        .map(({ kind }) => kind)
        .filter((kind) => !offered.some((command) => command.kind === kind)),
      ...(never.length > 0 ? { neverAccepted: never } : {}),
      leftOut: leftOut(this.specification, contract, this.numbers, progress),
      ...(request.canAlways === true ? { lookedBack: lookedBack ?? null } : {}),
      counterexamples,
      measured,
    };
  }

  private get asksWholeSizes(): boolean {
    return this.system instanceof Lockstep && this.system.main.allocator.wholeSizes === true;
  }

  private counted({ states, tried, transitions, levels, outcomes }: LevelCounts, workers: number) {
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

function verdictOf(findings: number, closed: boolean, untested: boolean): Verdict {
  if (findings > 0) return "broken";
  if (!closed) return "unfinished";
  return untested ? "vacuous" : "holds";
}
