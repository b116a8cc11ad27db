import { type Counterexample, headOf } from "../../model/trace/trace.js";
import {
  ABOUT_STATE,
  type AnswerRule,
  HANGS,
  HIDDEN_STATE,
  NONDETERMINISTIC,
} from "../../properties/answers.js";
import { faultsFirst } from "../../properties/weaker-promise.js";
import { describeDifference } from "../determinism/difference.js";
import { leastWitness } from "../determinism/least-suspect.js";
import type { Difference, SecondPass } from "../determinism/second-pass.js";
import { SelfTest, type SelfTestResult } from "../determinism/self-test.js";
import { confirm } from "../replay/confirm.js";
import { CLOSE_LOOK, PATH, SEARCH, WALK } from "../search/pulse.js";
import { type PathStep, Search, type StoppedBy } from "../search/search.js";
import type { FusedSearch } from "../several-cpus/fused-search.js";
import { SeveralCpus } from "../several-cpus/several-cpus.js";
import { Lockstep } from "../systems/lockstep.js";
import { SUSPECTED } from "../systems/resampling.js";
import { CpuFindings } from "./cpu-findings.js";
import { fusedSearch } from "./fusing.js";
import { GrowthWatch, grown } from "./grows.js";
import { lockWarnings } from "./lock-warnings.js";
import { LookingBack } from "./looking-back.js";
import { type CheckRequest, Prepared } from "./prepared.js";
import { surveyOf } from "./survey.js";
import type { Run } from "./verdict.js";

/** A check by one worker. */
export class Check {
  /** The search of which each finding can be told. */
  private readonly explored: Search;
  /** What comes before it on several CPUs. */
  private readonly fused: FusedSearch | null;
  readonly prepared: Prepared;
  private readonly selfTest: SelfTest | null;
  /** What is tried once more when the search has closed and found nothing. */
  private again: SecondPass | null = null;
  /** What looks back from the end, where that is asked for. */
  private back: LookingBack | null = null;
  /** What looks for the traces of several CPUs with the fewest switches. */
  private least: CpuFindings | null = null;
  private readonly growth = new GrowthWatch();
  private phase: "self-test" | "fused" | "search" | "least" | "again" | "back" | "over";

  /** Throws a `Misuse` when the allocator and its definition do not fit together. */
  constructor(private readonly request: CheckRequest) {
    const { definition, selfTest = false } = request;
    this.prepared = new Prepared(request);
    const { contract, pulse, specification, system } = this.prepared;
    pulse.begin(SEARCH);
    this.explored = new Search(system, this.prepared.budget, this.prepared.keep, pulse.last(SEARCH));
    // A search that is known to hang has a finding, whatever the self-test would see.
    const tested =
      selfTest && definition !== null && system instanceof Lockstep && pulse.last(SEARCH) === null;
    this.selfTest = tested ? new SelfTest(definition, contract, specification, pulse) : null;
    this.fused = fusedSearch(this.prepared);
    this.phase = tested ? "self-test" : this.fused === null ? "search" : "fused";
  }

  /** The search under way, and in the end the one that the run is of. */
  get search(): Search {
    return this.fused?.search ?? this.explored;
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
      case "fused":
        if (this.fused?.advance(states) === true) return true;
        this.phase = this.search === this.explored ? "search" : "over";
        prepared.pulse.begin(SEARCH);
        return this.phase === "search";
      case "search":
        if (search.advance(states)) return this.growth.lookAt(search, prepared);
        this.least = CpuFindings.of(prepared, search);
        if (this.least !== null) {
          this.phase = "least";
          return true;
        }
        if (selfTest !== null && this.holds)
          this.again = prepared.again(search, (state) => search.pathTo(state).map(({ command }) => command));
        if (this.again === null) return this.lookBack();
        this.phase = "again";
        return true;
      case "least":
        if (this.least?.advance(states) === true) return true;
        this.phase = "over";
        return false;
      case "again":
        if (search.isLate) return false;
        if (this.again?.advance() === true) return true;
        return this.lookBack();
      case "back":
        if (search.isLate) return false;
        if (this.back?.advance(states) === true) return true;
        this.phase = "over";
        return false;
      case "over":
        return false;
    }
  }

  /** Begins to look back over a search that has closed; false where that is not asked for. */
  private lookBack(): boolean {
    const { search, prepared, request, tested } = this;
    // What follows a broken rule was not explored, so nothing is known of what it leads to.
    const whole = search.stoppedBy === null && !search.log.any && tested.broke === null && !prepared.gaveUp;
    const goesOn = request.canAlways === true && whole && !this.again?.unlike;
    this.phase = goesOn ? "back" : "over";
    if (goesOn) this.back = new LookingBack(prepared, search);
    return goesOn;
  }

  /** The run, after `advance` returned false or after `interrupt` on the search. */
  run(): Run {
    const { search, prepared } = this;
    const counterexamples = this.counterexamples();
    const back = this.phase === "over" && this.stoppedBy === null ? this.back : null;
    const run = prepared.run(search.complete, this.stoppedBy, counterexamples, 1, back?.seen);
    const more = run.verdict === "unfinished" ? grown(search, prepared) : null;
    const rules = counterexamples.map(({ rule }) => rule);
    const warnings = lockWarnings(prepared, search, rules);
    const seen = this.fused?.broken.map(({ rule }) => rule) ?? [];
    const byAccesses = this.least?.byAccesses ?? [];
    const told = {
      ...run,
      ...(more === null ? {} : { grows: more }),
      ...(byAccesses.length === 0 ? {} : { leastByAccesses: byAccesses }),
      ...(warnings.length === 0 ? {} : { warnings }),
      ...(search === this.explored ? {} : { fused: true as const }),
      ...(run.verdict === "unfinished" && seen.length > 0 ? { seenBroken: seen } : {}),
    };
    return this.request.survey === true
      ? { ...told, survey: surveyOf(search, prepared.specification) }
      : told;
  }

  /** A search that was not tried once more to the end has not closed, nor one that had yet to go on. */
  private get stoppedBy(): StoppedBy | null {
    if (this.back?.isTooLarge === true) return "max-memory";
    if (this.phase === "again" || this.phase === "back")
      return this.search.isLate ? "max-seconds" : "interrupt";
    return this.search.stoppedBy === undefined ? "interrupt" : this.search.stoppedBy;
  }

  /** Whether the search has closed and nothing at all was found. */
  private get holds(): boolean {
    const { search, tested, prepared } = this;
    return search.stoppedBy === null && !search.log.any && tested.broke === null && !prepared.gaveUp;
  }

  /** What the self-test found; something hidden makes a search pointless. */
  private get tested(): SelfTestResult {
    return this.selfTest?.result ?? { hidden: null, broke: null };
  }

  private counterexamples(): Counterexample[] {
    const { search, request, prepared } = this;
    const { contract, pulse, specification, system } = prepared;
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
    const unlike = this.again?.unlike ?? this.back?.unlike;
    if (unlike) return [this.tellUnlike(unlike)];
    if (system instanceof SeveralCpus) {
      if (search !== this.explored) return []; // it is in the midst of what tells nothing
      this.least ??= CpuFindings.of(prepared, search); // where the search was ended from without
      return this.least?.counterexamples() ?? [];
    }
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
    const told = prepared.keep === "rules" ? faultsFirst(trusted(found)) : found;
    const traps = this.phase === "over" ? (this.back?.counterexamples() ?? []) : [];
    if (told.length + traps.length > 0) return [...told, ...traps];
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
      : leastWitness(definition, contract, specification, { path, rule }, pulse);
  }

  private tellUnlike(unlike: Difference): Counterexample {
    const { request, search, prepared } = this;
    const { contract, pulse, specification, system } = prepared;
    if (request.definition === null || !(system instanceof Lockstep))
      throw new Error("internal: the specification alone was tried once more");
    return describeDifference(unlike, search, system, request.definition, contract, specification, pulse);
  }

  /** A finding without a trace: what decides is not in the bytes, so the search cannot say where it was. */
  private elsewhere({ id }: AnswerRule, expected: string, found: string): Counterexample {
    const { definition, scope } = this.request;
    return { ...headOf(definition, this.prepared.contract, scope), steps: [], rule: id, expected, found };
  }
}

/** The findings up to the first that shows that the bytes do not decide: none after it can be trusted. */
function trusted(found: readonly Counterexample[]): Counterexample[] {
  const last = found.findIndex(({ rule }) => ABOUT_STATE.includes(rule));
  return last < 0 ? [...found] : found.slice(0, last + 1);
}

/** Runs a check from its beginning to its end on this thread. */
export function runTo(request: CheckRequest): Run {
  const check = new Check(request);
  while (check.advance(4096));
  return check.run();
}
