/**
 * The specification of some modules for any number of frames, owners and slices: the rows of the tables
 * (`rulesOf`) with a formula for each view they name, and what commands do as formulas.
 */
import { and, constant, field, less, type Term, TRUE } from "../logic/term.js";
import { MODULES, modulesIn, rulesOf } from "../modules/all.js";
import { FORMULAS } from "../modules/formulas.js";
import type { Effect, Formulas, Lemma, Sight, StateField, ViewFormula } from "../rules/formulas.js";
import { inTurn } from "../rules/module.js";
import type { RuleInForce } from "../rules/rules.js";
import { POOL_END } from "../rules/state-fields.js";
import { CORE_VIEWS } from "../state/core-views.js";
import type { View } from "../state/view.js";
import type { CommandKind } from "../words/commands.js";
import type { ModuleId } from "../words/scope.js";
import { ASKED, answerInPool, argumentsInPool } from "./asked.js";
import { answerMet, boundMet, type Met, reasonMet } from "./rule-terms.js";
import { SymbolicState } from "./sight.js";

/** One kind of step: a command, or what may happen besides. */
export interface SymbolicStep {
  readonly id: string;
  readonly kind: CommandKind | null;
  /** What is so of its arguments and its answer, whatever the state. */
  readonly given: Term;
  readonly rules: readonly Met[];
  /** Stages of its effect, in their order; a clause has its id. */
  readonly stages: readonly { readonly clause: string | null; readonly effect: Effect }[];
}

/** A specification of some modules, of any size. Throws where one of them has no formulas. */
export class SymbolicSpecification {
  readonly fields: readonly StateField[];
  readonly rules: readonly RuleInForce[];
  readonly steps: readonly SymbolicStep[];
  /** The state before a step. */
  readonly before: Sight;
  /** What of a state after a step is to be as in the packed one. */
  readonly compared: readonly StateField[];
  private readonly parts: readonly { readonly id: ModuleId; readonly formulas: Formulas }[];
  private readonly views: ReadonlyMap<View, ViewFormula>;
  private readonly start: SymbolicState;

  constructor(readonly modules: readonly ModuleId[]) {
    this.parts = modulesIn({ modules }).map(({ id }) => {
      const formulas = FORMULAS[id];
      if (formulas === undefined) throw new Error(`internal: the module ${id} has no formulas`);
      return { id, formulas };
    });
    this.fields = this.parts.flatMap(({ formulas }) => formulas.fields);
    this.views = new Map(this.parts.flatMap(({ id, formulas }) => viewsWith(id, formulas)));
    const plain = this.fields.map((symbol) => [
      symbol.name,
      (...of: readonly Term[]) => field(symbol, ...of),
    ]);
    const fields = new SymbolicState(this, Object.fromEntries(plain));
    const derived = this.parts.flatMap(({ formulas }) => Object.entries(formulas.derived ?? {}));
    this.start = fields.after(
      Object.fromEntries(derived.map(([name, is]) => [name, (...of: readonly Term[]) => is(fields, ...of)])),
    );
    this.before = this.start;
    this.compared = this.parts.flatMap(({ formulas }) => formulas.compared ?? formulas.fields);
    this.rules = rulesOf(modules);
    this.steps = [...this.rules.map((rule) => this.stepOf(rule)), ...this.happenings()];
  }

  /** The formula of a view in force. */
  formulaOf(view: View): ViewFormula {
    const formula = this.views.get(view);
    if (formula === undefined) throw new Error(`internal: the view ${view.id} has no formula in force`);
    return formula;
  }

  has(view: View): boolean {
    return this.views.has(view);
  }

  /** How modules in force narrow a view, in their order. */
  narrowing(view: View) {
    return this.parts.flatMap(({ formulas }) => formulas.narrow?.[view.id] ?? []);
  }

  /** What is so of every state beside the invariants. */
  get lemmas(): readonly Lemma[] {
    return this.parts.flatMap(({ formulas }) => formulas.lemmas ?? []);
  }

  /** What is so of every state by how states are written down. */
  wellFormed(see: Sight): Term {
    return and(...this.fields.map(({ shape }) => shape?.(see) ?? TRUE));
  }

  /** What is so where a run begins. */
  initially(): Term {
    return and(...this.fields.map(({ initially }) => initially?.(this.before) ?? TRUE));
  }

  /** What is so of the state before a step for it to be taken, without some rules. */
  taken(step: SymbolicStep, without: readonly string[] = []): Term {
    const where = this.stagesOf(step, without).map(({ effect }) => effect.where?.(this.before, ASKED));
    return and(
      less(constant(0), POOL_END),
      step.given,
      ...step.rules.filter(({ key }) => !without.includes(key)).map(({ met }) => met),
      ...where.map((term) => term ?? TRUE),
    );
  }

  /** The state after a step. */
  after(step: SymbolicStep, without: readonly string[] = []): Sight {
    return this.stagesOf(step, without).reduce(
      (state, { effect }) => state.after(effect.changes(state, ASKED)),
      this.start,
    );
  }

  /** The names of the fields that a step can change. */
  private stagesOf({ stages }: SymbolicStep, without: readonly string[]) {
    return stages.filter(({ clause }) => clause === null || !without.includes(clause));
  }

  private stepOf({ kind, reasons, constraints, bound }: RuleInForce): SymbolicStep {
    const foreign = this.modules.includes("foreign");
    return {
      id: kind,
      kind,
      given: and(
        foreign ? TRUE : argumentsInPool(kind),
        answerInPool(kind),
        boundMet(this, bound?.in ?? null),
      ),
      rules: [
        ...reasons.map((reason) => reasonMet(this, kind, reason)),
        ...constraints.map((constraint) => answerMet(this, kind, constraint)),
      ],
      stages: [
        ...this.parts.flatMap(({ formulas: { effects, also = [] } }) =>
          [effects[kind] ?? null, ...also.map((does) => does(kind))].flatMap((effect) =>
            effect === null ? [] : [{ clause: null, effect }],
          ),
        ),
        ...clausesOf(this.parts, kind),
      ],
    };
  }

  private happenings(): SymbolicStep[] {
    return this.parts.flatMap(({ formulas: { besides } }) =>
      besides === undefined
        ? []
        : [
            {
              id: besides.id,
              kind: null,
              given: TRUE,
              rules: [{ key: besides.id, met: besides.allowed(this.before, ASKED) }],
              stages: [{ clause: null, effect: besides }],
            },
          ],
    );
  }
}

function viewsWith(id: ModuleId, formulas: Formulas): (readonly [View, ViewFormula])[] {
  const views = id === "core" ? CORE_VIEWS : (MODULES[id].views ?? {});
  return Object.entries(formulas.views).flatMap(([name, formula]) => {
    const view = (views as Readonly<Record<string, View>>)[name];
    return view === undefined ? [] : [[view, formula] as const];
  });
}

function clausesOf(
  parts: readonly { readonly id: ModuleId; readonly formulas: Formulas }[],
  kind: CommandKind,
) {
  const all = parts.flatMap(({ id, formulas: { clauses = {} } }) =>
    (MODULES[id].clauses ?? []).map((clause) => ({ ...clause, does: clauses[clause.id] })),
  );
  return inTurn(all).flatMap(({ id, does }) => {
    if (does === undefined) throw new Error(`internal: the clause ${id} has no formula`);
    const effect = does(kind);
    return effect === null ? [] : [{ clause: id, effect }];
  });
}
