/**
 * Whether the rules of some modules keep the invariants for any number of frames, owners and slices: each
 * obligation is put to a solver, and then again without each rule in turn.
 */
import { isSame, normal } from "../../model/logic/normal.js";
import { SymbolicSpecification, type SymbolicStep } from "../../model/specification/symbolic.js";
import type { ModuleId } from "../../model/words/scope.js";
import { keptIn } from "../../properties/proof/invariant-terms.js";
import { initialObligations, type Obligation, stepObligations } from "../../properties/proof/obligations.js";
import { scriptOf } from "../../properties/proof/script.js";
import { SHOWN_SIZES, scriptInPool, shown } from "../../properties/proof/state-shown.js";
import type { Solver } from "./solver.js";

/** How many steps z3 may take for one obligation. What takes more is said to be open. */
export const EFFORT = 5_000_000;

/** What is so without a rule is mostly shown within so many. */
const QUICK = 200_000;

/** An obligation that was not shown. */
export interface Open {
  /** `initially`, or a command. */
  readonly step: string;
  readonly invariant: string;
  /** There is a state from which the step breaks the invariant; or the solver gave up, and why. */
  readonly why: string;
  /** That state, and the arguments of the command, where one of a small pool was found. */
  readonly from?: readonly string[];
  readonly kind: "broken" | "unknown";
}

/** What a rule is needed for: without it, and with all others, these invariants are lost. */
export interface NeededFor {
  readonly rule: string;
  readonly keeps: readonly { readonly invariant: string; readonly from: readonly string[] }[];
  /** Invariants of which the solver could not say. */
  readonly unknown: readonly string[];
}

/** What was proved of some modules together. */
export interface Proof {
  readonly modules: readonly ModuleId[];
  readonly invariants: readonly { readonly id: string; readonly statement: string }[];
  /** How many obligations were shown; of these, so many because the step leaves alone what they speak of. */
  readonly obligations: number;
  readonly unchanged: number;
  readonly open: readonly Open[];
  readonly rules: readonly NeededFor[];
  /** What formulas leave out: more is allowed than by the rules, and what is proved is so all the more. */
  readonly wider: readonly { readonly what: string; readonly as: string }[];
  readonly solver: string;
  /** Whether all was asked. */
  readonly complete: boolean;
  readonly measured: { readonly seconds: number };
}

/** How a proof is made. */
export interface Proving {
  readonly solver: Solver;
  readonly effort?: number;
  /** Whether each rule is taken out as well. */
  readonly knockOuts?: boolean;
  /** Asked before each obligation: whether to go on. */
  readonly goesOn?: () => boolean;
  /** Told how many obligations are done. */
  readonly onProgress?: (step: string, done: number) => void;
}

/** Proves what can be proved of some modules. Throws where one of them has no formulas. */
export async function prove(modules: readonly ModuleId[], proving: Proving): Promise<Proof> {
  const prover = new Prover(new SymbolicSpecification(modules), proving);
  return prover.run();
}

class Prover {
  private readonly since = performance.now();
  private readonly open: Open[] = [];
  private readonly rules: NeededFor[] = [];
  private done = 0;
  private shownCount = 0;
  private unchanged = 0;
  private stopped = false;

  constructor(
    private readonly specification: SymbolicSpecification,
    private readonly proving: Proving,
  ) {}

  async run(): Promise<Proof> {
    const { specification, proving } = this;
    for (const obligation of initialObligations(specification)) await this.show(obligation, null);
    for (const step of specification.steps)
      for (const obligation of stepObligations(specification, step)) await this.show(obligation, step);
    if (proving.knockOuts !== false)
      for (const step of specification.steps)
        for (const rule of rulesOf(step)) await this.without(step, rule);
    return {
      modules: specification.modules,
      invariants: keptIn(specification).map(({ id, statement }) => ({ id, statement })),
      obligations: this.shownCount,
      unchanged: this.unchanged,
      open: this.open,
      rules: this.rules,
      wider: widerIn(specification),
      solver: proving.solver.version,
      complete: !this.stopped,
      measured: { seconds: (performance.now() - this.since) / 1000 },
    };
  }

  private async show(obligation: Obligation, step: SymbolicStep | null): Promise<void> {
    if (!this.goesOn(obligation.step)) return;
    if (this.leavesAlone(obligation)) {
      this.shownCount++;
      this.unchanged++;
      return;
    }
    const { step: name, invariant } = obligation;
    const answer = await this.ask(obligation);
    if (answer.kind === "none") {
      this.shownCount++;
      return;
    }
    // What was interrupted is not what the solver gave up on.
    if (answer.kind === "unknown" && this.isStopped()) return;
    const from = step === null ? null : await this.state(obligation, step);
    if (from === null && answer.kind === "unknown" && this.isStopped()) return;
    if (answer.kind === "unknown" && from === null)
      this.open.push({ kind: "unknown", step: name, invariant, why: `z3 gave up: ${answer.because}` });
    else {
      const why = "a state from which it breaks";
      this.open.push({ kind: "broken", step: name, invariant, why, from: from ?? [] });
    }
  }

  private async without(step: SymbolicStep, rule: string): Promise<void> {
    const keeps: { invariant: string; from: readonly string[] }[] = [];
    const unknown: string[] = [];
    for (const obligation of stepObligations(this.specification, step, [rule])) {
      if (!this.goesOn(step.id)) return;
      if (this.leavesAlone(obligation)) continue;
      const { invariant } = obligation;
      // Most are shown at once. A state is found sooner where everything is written out.
      if ((await this.ask(obligation, QUICK)).kind === "none") continue;
      const from = await this.state(obligation, step);
      const { kind } = from === null ? await this.ask(obligation) : { kind: "some" };
      if (kind === "unknown" && this.isStopped()) return;
      if (kind === "some") keeps.push({ invariant, from: from ?? [] });
      if (kind === "unknown") unknown.push(invariant);
    }
    this.rules.push({ rule, keeps, unknown });
  }

  /** Whether what is to be kept is the same before and after. */
  private leavesAlone({ given, goal }: Obligation): boolean {
    const said = normal(goal);
    const parts = given.kind === "and" ? given.of : [given];
    return parts.some((part) => isSame(normal(part), said));
  }

  private ask(obligation: Obligation, most = Infinity) {
    const { solver, effort = EFFORT } = this.proving;
    return solver.ask(scriptOf(obligation), Math.min(effort, most));
  }

  /** A state of a small pool from which an obligation fails; `null` where none is that small. */
  private async state(obligation: Obligation, step: SymbolicStep): Promise<readonly string[] | null> {
    const { solver, effort = EFFORT } = this.proving;
    for (const size of SHOWN_SIZES) {
      const script = scriptInPool(this.specification, step, obligation, size);
      const answer = await solver.ask(script, effort);
      if (answer.kind === "some") return shown(this.specification, step, size, answer.model);
    }
    return null;
  }

  private goesOn(step: string): boolean {
    if (this.isStopped()) return false;
    this.proving.onProgress?.(step, ++this.done);
    return true;
  }

  private isStopped(): boolean {
    if (this.proving.goesOn?.() === false) this.stopped = true;
    return this.stopped;
  }
}

/** What can be taken out of a step: its rules, and the clauses that add to its effect. */
export function rulesOf({ rules, stages }: SymbolicStep): string[] {
  return [...rules.map(({ key }) => key), ...stages.flatMap(({ clause }) => clause ?? [])];
}

function widerIn({ steps }: SymbolicSpecification): { what: string; as: string }[] {
  return steps.flatMap(({ id, rules, stages }) => [
    ...rules.flatMap(({ key, wider }) => (wider === undefined ? [] : [{ what: key, as: wider }])),
    ...stages.flatMap(({ effect: { wider } }) => (wider === undefined ? [] : [{ what: id, as: wider }])),
  ]);
}
