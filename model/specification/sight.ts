/** A state as formulas see it: the fields by their names, and the views that modules make of them. */
import { constant, FALSE, type Term } from "../logic/term.js";
import type { Asked, Changes, Sight, ViewFormula } from "../rules/formulas.js";
import type { View } from "../state/view.js";
import type { ModuleId } from "../words/scope.js";

/** What the views of a state depend on: the modules in force. */
export interface World {
  readonly modules: readonly ModuleId[];
  formulaOf(view: View): ViewFormula;
  narrowing(view: View): readonly ((is: Term, see: Sight, of: readonly Term[]) => Term)[];
}

/** The state before a step, or after some stages of one. */
export class SymbolicState implements Sight {
  constructor(
    private readonly world: World,
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
