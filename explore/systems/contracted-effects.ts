/** What commands make of the abstract state: what their rules say, or what the contract says instead. */
import type { Contract } from "../../model/contracts/named.js";
import { bindInsteads } from "../../model/contracts/other-effects.js";
import type { BoundEffect } from "../../model/rules/module.js";
import type { Specification } from "../../model/specification/specification.js";
import { OTHER_EFFECT } from "./verdict-table.js";

export class ContractedEffects {
  private readonly instead: readonly (BoundEffect | null)[];
  private readonly words: number;

  constructor(
    private readonly specification: Specification,
    contract: Contract,
  ) {
    this.instead = bindInsteads(contract, specification);
    this.words = specification.layout.words;
  }

  /**
   * Writes to `target[to]` what the state at `store[at]`, which the specification has looked at, becomes
   * when command `c` is accepted with `answer` (a frame where it answers one, else 0) where `asked` applies.
   */
  apply(
    c: number,
    answer: number,
    asked: number,
    store: Int32Array,
    at: number,
    target: Int32Array,
    to: number,
  ): void {
    if (asked !== OTHER_EFFECT) {
      this.specification.effects.apply(c, answer, target, to);
      return;
    }
    this.keep(store, at, target, to);
    this.instead[c]!(target, to, answer); // the contract has one for each command of which it asks this
    this.specification.effects.applyFurther(c, answer, target, to);
  }

  /** Writes the state at `store[at]` to `target[to]` as it is. */
  keep(store: Int32Array, at: number, target: Int32Array, to: number): void {
    for (let w = 0; w < this.words; w++) target[to + w] = store[at + w]!;
  }
}
