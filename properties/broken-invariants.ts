/** Which invariant a state of the specification breaks, and how that reads. */
import type { Invariant } from "../model/rules/invariant.js";
import type { Specification } from "../model/specification/specification.js";
import type { View } from "../model/state/view.js";
import type { CoreViews } from "../model/state/views.js";
import { describeRange } from "../model/words/parameters.js";
import { gridOf } from "../model/words/scope.js";
import { INVARIANTS } from "./invariants.js";
import type { Violation } from "./property.js";

/** Whether every part that an invariant speaks of is in force. */
function isInForce({ never, unless = [] }: Invariant, views: CoreViews): boolean {
  return [...never, ...unless].every((view) => views.has(view));
}

/** Binds the invariants: the function says which one the state last looked at breaks, if any. */
export function bindInvariants({ views }: Specification): () => Invariant | null {
  const bound = INVARIANTS.filter((invariant) => isInForce(invariant, views)).map((invariant) => ({
    invariant,
    words: views.wordsOf(invariant.never[0]),
    in: readers(views, invariant.never),
    out: readers(views, invariant.unless ?? []),
  }));
  return () => {
    for (let i = 0; i < bound.length; i++) {
      const { invariant, words, in: all, out } = bound[i]!;
      for (let word = 0; word < words; word++) if (broken(views, all, out, word) !== 0) return invariant;
    }
    return null;
  };
}

/** Where a view begins, and whether its one bit is about every frame. */
interface Reader {
  readonly offset: number;
  readonly whole: boolean;
}

function readers(views: CoreViews, of: readonly View[]): Reader[] {
  return of.map((view) => ({ offset: views.offset(view), whole: view.over === "whole" }));
}

/** The bits of a word that are in all of some views and in none of others. */
function broken({ bits }: CoreViews, all: readonly Reader[], none: readonly Reader[], word: number): number {
  let common = -1;
  for (let v = 0; v < all.length; v++) common &= wordOf(bits, all[v]!, word);
  for (let v = 0; v < none.length; v++) common &= ~wordOf(bits, none[v]!, word);
  return common;
}

function wordOf(bits: Int32Array, { offset, whole }: Reader, word: number): number {
  return whole ? -bits[offset]! : bits[offset + word]!;
}

/** What an invariant expects and what is so instead, in the state last looked at. */
export function explainInvariant({ views, scope, ranges }: Specification, invariant: Invariant): Violation {
  const { never, unless = [], statement } = invariant;
  const all = readers(views, never);
  const none = readers(views, unless);
  const isBroken = (number: number) => ((broken(views, all, none, number >>> 5) >>> (number & 31)) & 1) === 1;
  const overRanges = never[0].over === "ranges";
  const names = overRanges
    ? ranges.ranges.map((range) => `the range ${describeRange(range)}`)
    : Array.from({ length: gridOf(scope) }, (_, frame) => `frame ${frame}`);
  const where = names.filter((_, number) => isBroken(number)).join(", ");
  const is = never.map(({ statement: is }) => is).join(" and ");
  const isNot = unless.map(({ statement: is }) => is).join(" nor ");
  return {
    expected: statement,
    found: `${where} is ${is}${unless.length === 0 ? "" : `, and not ${isNot}`}`,
  };
}
