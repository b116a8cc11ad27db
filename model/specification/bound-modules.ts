/** The modules beyond the core put to work in a state: their fields, their views, their effects. */
import { modulesIn } from "../modules/all.js";
import { UNIT_STATE } from "../modules/units/state.js";
import { UNIT_VIEWS } from "../modules/units/views.js";
import { type BoundEffect, inTurn, type LaidOut, type Look, type ModuleState } from "../rules/module.js";
import type { Field } from "../state/layout.js";
import type { Views } from "../state/view.js";
import { CoreViews, coreFields } from "../state/views.js";
import type { RangeNumbers } from "../words/range-numbers.js";
import type { Scope } from "../words/scope.js";
import { Effects } from "./effects.js";

/** The states of the modules in force, and that of units where frames have several. */
function statesOf(scope: Scope): ModuleState[] {
  const states = modulesIn(scope).flatMap(({ state }) => state ?? []);
  return scope.units === undefined ? states : [UNIT_STATE, ...states];
}

/** The views of the modules in force beside those of the core. */
function viewsIn(scope: Scope): Views[] {
  const views = modulesIn(scope).flatMap(({ views }) => (views === undefined ? [] : [views]));
  return scope.units === undefined ? views : [UNIT_VIEWS, ...views];
}

/** What a unit is that nobody holds, where a module knows; `null` where it is free. */
export function unheldIn(laidOut: LaidOut): ReturnType<NonNullable<ModuleState["unheld"]>> | null {
  return statesOf(laidOut.scope).flatMap(({ unheld }) => unheld?.(laidOut) ?? [])[0] ?? null;
}

/** Whether there is nothing in a scope but the core. */
export function isPlain(scope: Scope): boolean {
  return scope.modules.length === 1 && scope.units === undefined;
}

/** The fields of a state, those of the core first. */
export function fieldsOf(scope: Scope, ranges: RangeNumbers): Field[] {
  return [
    ...coreFields(scope, ranges),
    ...statesOf(scope).flatMap(({ fields }) => fields?.(scope, ranges) ?? []),
  ];
}

/** The views of a scope with modules beyond the core. */
export class ModuleViews extends CoreViews {
  private readonly looks: readonly Look[];

  constructor(laidOut: LaidOut) {
    const { scope, layout, commands, ranges } = laidOut;
    super(scope, layout, ranges, commands, viewsIn(scope));
    const states = statesOf(scope);
    this.looks = [
      ...states.flatMap(({ narrow }) => narrow?.(this, laidOut) ?? []),
      ...states.flatMap(({ look }) => look?.(this, laidOut) ?? []),
    ];
  }

  override look(words: Int32Array, at: number, mixed = true): void {
    super.look(words, at, mixed);
    for (let i = 0; i < this.looks.length; i++) this.looks[i]!(words, at);
  }
}

/** What commands do in a scope with modules beyond the core. */
export class ModuleEffects extends Effects {
  /** For each command what modules add to its effect. */
  private readonly further: readonly (readonly BoundEffect[])[];

  constructor(laidOut: LaidOut) {
    const { scope, commands, without } = laidOut;
    super(laidOut);
    const states = statesOf(scope);
    const clauses = inTurn(modulesIn(scope).flatMap(({ clauses = [] }) => clauses)).filter(
      ({ id }) => !without.includes(id),
    );
    this.further = commands.map((command) => [
      ...states.flatMap(({ effect }) => effect?.(command, laidOut) ?? []),
      ...clauses.flatMap(({ bind }) => bind(command, laidOut) ?? []),
    ]);
  }

  override apply(c: number, answer: number, target: Int32Array, to: number): void {
    super.apply(c, answer, target, to);
    this.applyFurther(c, answer, target, to);
  }

  override applyFurther(c: number, answer: number, target: Int32Array, to: number): void {
    const further = this.further[c]!;
    for (let i = 0; i < further.length; i++) further[i]!(target, to, answer);
  }
}
