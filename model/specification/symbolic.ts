/**
 * The specification of some modules for any number of frames, owners and slices: the rows of the tables
 * (`rulesOf`) with a formula for each view they name, and what commands do as formulas.
 */
import { and, constant, every, FALSE, field, implies, less, not, or, some, sum, TRUE, type Term, equal, within } from "../logic/term.js";
import { FOREIGN_VIEWS } from "../modules/foreign/views.js";
import { FORMULAS } from "../modules/formulas.js";
import { MODULES, modulesIn, rulesOf } from "../modules/all.js";
import type { Asked, Changes, Effect, Formulas, Sight, StateField, ViewFormula } from "../rules/formulas.js";
import type { AnswerConstraint, Part, Reason, RuleInForce } from "../rules/rules.js";
import { POOL_END } from "../rules/state-fields.js";
import { CORE_VIEWS } from "../state/core-views.js";
import type { View } from "../state/view.js";
import type { CommandKind } from "../words/commands.js";
import type { ModuleId } from "../words/scope.js";
import { answerInPool, argumentsInPool, ASKED, namesRange } from "./asked.js";

/** A rule that a command must meet to be accepted, as a term that is true where it is met. */
export interface Met {
  /** `release/live-slice`, `alloc/free-frame`. */
  readonly key: string;
  readonly met: Term;
  /** What the term leaves out, where it lets more be accepted than the rule does. */
  readonly wider?: string;
}

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

/** The state before a step, or after some stages of one. */
class SymbolicState implements Sight {
  constructor(
    private readonly world: SymbolicSpecification,
    private readonly values: Changes,
  ) {}

  has(module: ModuleId): boolean {
    return this.world.modules.includes(module);
  }

  field(name: string, ...of: readonly Term[]): Term {
    const value = this.values[name];
    if (value === undefined) throw new Error(`internal: no formula has a field ${name}`);
    return value(...of);
  }

  is(view: View, ...of: readonly Term[]): Term {
    const formula = this.world.formulaOf(view);
    const plain = this.plainly(view, formula, of);
    return this.world.narrowing(view).reduce((is, narrow) => narrow(is, this, of), plain);
  }

  asks(view: View, asked: Asked): Term {
    const formula = this.world.formulaOf(view);
    if (formula.over !== "commands") throw new Error(`internal: ${view.id} is not about commands`);
    return formula.is(this, asked);
  }

  private plainly(view: View, formula: ViewFormula, of: readonly Term[]): Term {
    const [first, second = constant(1, "owner")] = of;
    switch (formula.over) {
      case "frames":
        return formula.is(this, first!, second);
      case "ranges":
        return formula.is(this, first!, second);
      case "whole":
        return formula.is(this);
      case "bound":
        return FALSE;
      case "commands":
        throw new Error(`internal: ${view.id} is about commands`);
    }
  }

  after(changes: Changes): SymbolicState {
    return new SymbolicState(this.world, { ...this.values, ...changes });
  }
}

/** A specification of some modules, of any size. Throws where one of them has no formulas. */
export class SymbolicSpecification {
  readonly fields: readonly StateField[];
  readonly rules: readonly RuleInForce[];
  readonly steps: readonly SymbolicStep[];
  /** The state before a step. */
  readonly before: Sight;
  private readonly parts: readonly { readonly id: ModuleId; readonly formulas: Formulas }[];
  private readonly views: ReadonlyMap<View, ViewFormula>;
  private readonly start: SymbolicState;

  constructor(readonly modules: readonly ModuleId[]) {
    this.parts = modulesIn({ modules }).map(({ id }) => {
      const formulas = FORMULAS[id];
      if (formulas === null) throw new Error(`internal: the module ${id} has no formulas`);
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
      Object.fromEntries(
        derived.map(([name, is]) => [name, (...of: readonly Term[]) => is(fields, ...of)]),
      ),
    );
    this.before = this.start;
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

  private stepOf({ kind, reasons, constraints }: RuleInForce): SymbolicStep {
    const foreign = this.modules.includes("foreign");
    return {
      id: kind,
      kind,
      given: and(foreign ? TRUE : argumentsInPool(kind), answerInPool(kind)),
      rules: [
        ...reasons.map((reason) => this.reasonMet(kind, reason)),
        ...constraints.map((constraint) => this.answerMet(kind, constraint)),
      ],
      stages: [
        ...this.parts.flatMap(({ formulas: { effects, also = [] } }) =>
          [effects[kind] ?? null, ...also.map((does) => does(kind))].flatMap((effect) =>
            effect === null ? [] : [{ clause: null, effect }],
          ),
        ),
        ...this.parts.flatMap(({ id, formulas }) => clausesOf(id, formulas, kind)),
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

  private reasonMet(kind: CommandKind, { id, when, part }: Reason): Met {
    const key = `${kind}/${id}`;
    if (when === FOREIGN_VIEWS.argument) return { key, met: not(argumentFault(kind, id)) };
    const formula = this.formulaOf(when);
    return { key, met: not(this.refused(when, formula, part)), ...widerOf(formula) };
  }

  /** Whether a view refuses what is asked. */
  private refused(when: View, formula: ViewFormula, part: Part | undefined): Term {
    const { low, high, owner } = ASKED;
    const see = this.before;
    switch (formula.over) {
      case "frames":
        return some(["frame"], (frame) =>
          and(within(frame, low, high), inPart(frame, part), see.is(when, frame, owner)),
        );
      case "ranges":
        return see.is(when, low, high);
      case "commands":
        return see.asks(when, ASKED);
      default:
        return see.is(when);
    }
  }

  private answerMet(kind: CommandKind, { id, in: view }: AnswerConstraint): Met {
    const key = `${kind}/${id}`;
    const formula = this.formulaOf(view);
    if (formula.over === "commands")
      return { key, met: this.before.asks(view, ASKED), ...widerOf(formula) };
    const { answer, answerEnd } = ASKED;
    const all = every(["frame"], (frame) =>
      implies(within(frame, answer, answerEnd), this.before.is(view, frame)),
    );
    return { key, met: all };
  }
}

function inPart(frame: Term, part: Part | undefined): Term {
  const { low, high } = ASKED;
  switch (part) {
    case undefined:
      return TRUE;
    case "first":
      return equal(frame, low);
    case "last":
      return equal(sum(frame, constant(1)), high);
    case "rest":
      return less(low, frame);
  }
}

/** What is wrong with the arguments of a command, for a reason about them alone. */
function argumentFault(kind: CommandKind, id: string): Term {
  const { low, high, astray } = ASKED;
  if (!namesRange(kind) || id === "misaligned") return astray;
  return id === "empty"
    ? not(less(low, high))
    : or(less(low, constant(0)), less(POOL_END, high));
}

function widerOf(formula: ViewFormula): { readonly wider?: string } {
  return "wider" in formula && formula.wider !== undefined ? { wider: formula.wider } : {};
}

function viewsWith(id: ModuleId, formulas: Formulas): (readonly [View, ViewFormula])[] {
  const views = id === "core" ? CORE_VIEWS : (MODULES[id].views ?? {});
  return Object.entries(formulas.views).flatMap(([name, formula]) => {
    const view = (views as Readonly<Record<string, View>>)[name];
    return view === undefined ? [] : [[view, formula] as const];
  });
}

function clausesOf(id: ModuleId, { clauses = {} }: Formulas, kind: CommandKind) {
  return (MODULES[id].clauses ?? []).flatMap((clause) => {
    const does = clauses[clause.id];
    if (does === undefined) throw new Error(`internal: the clause ${clause.id} has no formula`);
    const effect = does(kind);
    return effect === null ? [] : [{ clause: clause.id, effect }];
  });
}
