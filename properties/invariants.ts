/**
 * What the rules of the specification together must keep true of the abstract state itself.
 *
 * Each says that some views never meet in one frame (or one range). They are checked in every state
 * of a search of the specification alone.
 */

import { describeRange } from "../model/command-text.js";
import { VIEWS, type ViewId } from "../model/rules.js";
import { gridOf, type ModuleId, rangesOf } from "../model/scope.js";
import type { Specification } from "../model/specification.js";
import type { Violation } from "./property.js";

/** An invariant: no frame (or range) is in all of `never` at once. */
export interface Invariant {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  readonly never: readonly [ViewId, ...ViewId[]];
  /** The module it speaks of; the core when absent. */
  readonly module?: ModuleId;
}

/** The invariants, those of the core first. */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: "slices-in-reserved",
    statement: "every frame under a live slice is reserved",
    because: "this is what releasing under a live slice would break",
    never: ["live", "unreserved"],
  },
  {
    id: "slices-of-one-owner",
    statement: "no live slice spans the frames of two owners",
    because: "one of the two could not tell that the other's frames are still read",
    never: ["present", "mixed"],
  },
  {
    id: "one-holder",
    statement: "no frame is held twice: by two owners, or reserved and allocated at once",
    because: "a frame with two holders is written by both",
    never: ["contested"],
  },
  {
    id: "blocks-begin",
    statement: "every block has a first frame, and no frame begins a block without being allocated",
    because: "a frame of a block that nobody can name can never be freed",
    never: ["stray"],
    module: "blocks",
  },
  {
    id: "reserved-in-memory",
    statement: "every reserved unit is memory",
    because: "whoever reserved it reads what is not there",
    never: ["reserved", "no-memory"],
    module: "regions",
  },
  {
    id: "allocated-in-memory",
    statement: "every allocated unit is memory",
    because: "whoever allocated it writes where nothing is",
    never: ["allocated", "no-memory"],
    module: "regions",
  },
  {
    id: "nodes-in-memory",
    statement: "what is no memory is on no node",
    because: "a unit that is added is on the node it is added to, and on no other it was on before",
    never: ["on-node", "no-memory"],
    module: "nodes",
  },
  {
    id: "flags-in-memory",
    statement: "what is no memory has no flag",
    because: "a unit that is added is as any other, whatever was there before",
    never: ["flagged", "no-memory"],
    module: "flags",
  },
];

/** Binds the invariants: the function says which one the state last looked at breaks, if any. */
export function bindInvariants({ views, scope }: Specification): () => Invariant | null {
  const inForce = INVARIANTS.filter(({ module = "core" }) => scope.modules.includes(module));
  const bound = inForce.map((invariant) => ({
    invariant,
    words: views.wordsOf(invariant.never[0]),
    offsets: Int32Array.from(invariant.never, (view) => views.offset(view)),
  }));
  return () => {
    for (let i = 0; i < bound.length; i++) {
      const { invariant, words, offsets } = bound[i]!;
      for (let word = 0; word < words; word++) {
        let common = -1;
        for (let v = 0; v < offsets.length; v++) common &= views.bits[offsets[v]! + word]!;
        if (common !== 0) return invariant;
      }
    }
    return null;
  };
}

/** What an invariant expects and what is so instead, in the state last looked at. */
export function explainInvariant({ views, scope }: Specification, invariant: Invariant): Violation {
  const { never, statement } = invariant;
  const inAll = (number: number) =>
    never.every((view) => ((views.bits[views.offset(view) + (number >>> 5)]! >>> (number & 31)) & 1) === 1);
  const overRanges = VIEWS[never[0]].over === "ranges";
  const names = overRanges
    ? rangesOf(gridOf(scope)).map((range) => `the range ${describeRange(range)}`)
    : Array.from({ length: gridOf(scope) }, (_, frame) => `frame ${frame}`);
  const where = names.filter((_, number) => inAll(number)).join(", ");
  return { expected: statement, found: `${where} is ${never.map((v) => VIEWS[v].statement).join(" and ")}` };
}
