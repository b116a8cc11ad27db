/**
 * A fuzz from its request to its run: first what it rests on is tested, as before a search, in a small pool;
 * then random sequences run in the large one; what breaks a rule is reduced and told.
 */
import { type Contract, STRICT } from "../../model/contracts/named.js";
import { rulesOf } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { type Counterexample, termsOf } from "../../model/trace/trace.js";
import { gridOf, type Scope } from "../../model/words/scope.js";
import { HANGS } from "../../properties/answers.js";
import type { Run, Verdict } from "../check/verdict.js";
import { SelfTest } from "../determinism/self-test.js";
import { noteOf } from "../reduce/note.js";
import { REDUCE_BUDGET, type ReduceBudget, reduce } from "../reduce/reduce.js";
import { type Brought, shrunk } from "../reduce/shrunk.js";
import { toldOf } from "../reduce/told.js";
import { confirm } from "../replay/confirm.js";
import { now } from "../search/clock.js";
import type { SearchProgress } from "../search/progress.js";
import { Pulse, SEARCH, WALK } from "../search/pulse.js";
import type { Budget } from "../search/search.js";
import { guardIn, requireKept } from "../systems/kept-slices.js";
import { Fuzz } from "./fuzz.js";

/** What to sample. */
export interface SampleRequest {
  readonly definition: AllocatorDefinition;
  readonly contract?: Contract;
  readonly scope: Scope;
  readonly sample: Sample;
  readonly budget?: Budget;
  readonly pulse?: Pulse;
  readonly namesNoOwner?: boolean;
  /** Asked during a reduction: whether to end with what is known. */
  readonly stopped?: () => boolean;
}

/** How much, from which seed on. */
export interface Sample {
  readonly seed: number;
  /** It ends a few states after so many commands were given; what is absent does not end it. */
  readonly commands?: number;
}

/** The pool in which the bytes are tested to decide: a search would take them from there. */
const TESTED_FRAMES = 4;

export class Sampling {
  private readonly request: SampleRequest;
  private readonly contract: Contract;
  private readonly pulse: Pulse;
  private readonly begun = now();
  private selfTest: SelfTest | null = null;
  private fuzz: Fuzz | null = null;

  constructor(asked: SampleRequest) {
    const { scope, contract, pulse = new Pulse() } = asked;
    this.contract = contract ?? asked.definition.contract ?? STRICT;
    const definition = requireKept(asked.definition, this.contract);
    this.request = { ...asked, definition };
    this.pulse = pulse;
    // What is known to hang has a finding, whatever the test would see.
    if (pulse.last(SEARCH) === null && gridOf(scope) === scope.frames) {
      const small = { ...scope, frames: Math.min(TESTED_FRAMES, scope.frames), initial: scope.initial };
      this.selfTest = new SelfTest(definition, this.contract, new Specification(small), pulse);
    }
  }

  /** Works for a bounded number of states; false once there is no more to do. */
  advance(states: number): boolean {
    const { selfTest, request } = this;
    if (this.fuzz === null) {
      if (selfTest?.advance() === true) return true;
      if (selfTest?.result.hidden != null) return false;
      const { maxSeconds } = request.budget ?? {};
      const left = maxSeconds === undefined ? {} : { seconds: maxSeconds - (now() - this.begun) / 1000 };
      const { contract, pulse } = this;
      this.fuzz = new Fuzz({ ...request, ...request.sample, ...left, contract, pulse });
    }
    return this.fuzz.advance(states);
  }

  /** Ends it where it stands. */
  interrupt(): void {
    this.fuzz?.interrupt();
  }

  /** How far it is. */
  get progress(): SearchProgress {
    const { fuzz } = this;
    const { transitions = 0, runs = 0, tried = 0 } = fuzz ?? {};
    return { levels: [1], states: tried, frontier: 0, transitions, bytes: 0, runs: runs + 1 };
  }

  /** The run, after `advance` returned false or after `interrupt`. */
  run(): Run {
    const hidden = this.selfTest?.result.hidden ?? null;
    return this.runOf(hidden === null ? this.found() : [hidden]);
  }

  /** A trace that somebody brings, reduced. Throws a `Misuse` where it breaks no rule. */
  shrunk({ commands, rule }: Brought, budget?: ReduceBudget): Counterexample {
    const { contract, pulse, request } = this;
    const { definition, scope, stopped = () => false } = request;
    return shrunk({ definition, contract, pulse }, { scope, commands }, rule, stopped, budget);
  }

  /** The run of which these are the findings. */
  runOf(counterexamples: readonly Counterexample[]): Run {
    const { request, contract, fuzz } = this;
    const { definition, scope, sample, budget = {} } = request;
    const {
      tried = 0,
      transitions = 0,
      begun: runs = 0,
      expanded = 0,
      longest = 0,
      outcomes = {},
    } = fuzz ?? {};
    const seconds = (now() - this.begun) / 1000;
    const verdict: Verdict = counterexamples.length > 0 ? "broken" : tried > 0 ? "sampled" : "unfinished";
    const measured = { seconds };
    const { frames } = scope;
    const { seed } = sample;
    return {
      allocator: definition.name,
      contract: contract.id,
      ...termsOf(contract),
      scope,
      budget,
      verdict,
      closed: false,
      stoppedBy: fuzz?.stoppedBy ?? (counterexamples.length === 0 ? "interrupt" : "finding"),
      states: expanded,
      tried,
      transitions,
      sampled: { runs, seed },
      depth: longest,
      levels: [],
      outcomes: Object.fromEntries(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1))),
      notExercised: [],
      notOffered: rulesOf(scope.modules)
        .map(({ kind }) => kind)
        .filter((kind) => (definition.offers[kind] ?? false) === false),
      leftOut: [],
      ...(request.namesNoOwner === true ? { namesNoOwner: true } : {}),
      ...guardIn(contract),
      ...(definition.steps === undefined ? {} : { stepped: true }),
      ...(verdict === "sampled"
        ? { evidence: [{ kind: "sampled", frames, commands: tried, runs, seed, measured }] }
        : {}),
      counterexamples,
      measured: {
        seconds,
        workers: 1,
        statesPerSecond: Math.round(expanded / seconds),
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      },
    };
  }

  /** What was found, reduced; as it was found where it cannot be. */
  private found(): Counterexample[] {
    const { request, contract, pulse, fuzz } = this;
    const { definition, scope, stopped } = request;
    const finding = fuzz?.finding ?? null;
    if (finding === null) return [];
    const { rule, commands, seed, specification, path } = finding;
    if (rule === HANGS.id) {
      const hang = pulse.last(SEARCH);
      pulse.begin(WALK);
      const as = { kind: "as-found" } as const;
      const told = confirm(definition, contract, specification, path, rule, pulse, hang);
      return [{ ...told, note: noteOf(scope, seed, { from: path.length, minimality: as }) }];
    }
    const subject = { definition, contract, pulse, rule };
    const budget = stopped === undefined ? REDUCE_BUDGET : { ...REDUCE_BUDGET, stopped };
    const trace = { scope, commands };
    const told = toldOf(subject, trace, reduce(subject, trace, budget), seed);
    if (told !== null) return [told];
    pulse.begin(WALK);
    return [confirm(definition, contract, specification, path, rule, pulse)];
  }
}
