/**
 * What the rules of the specification together must keep true of the abstract state itself.
 *
 * Each says that some views never meet in one frame (or one range), or only where another is. They are
 * checked in every state of a search of the specification alone.
 */

import { BLOCK_VIEWS } from "../model/modules/blocks/views.js";
import { CONTENTS_VIEWS } from "../model/modules/contents/views.js";
import { FLAG_VIEWS } from "../model/modules/flags/views.js";
import { GROWTH_VIEWS } from "../model/modules/growth/views.js";
import { HAND_OVER_VIEWS } from "../model/modules/hand-over/views.js";
import { HANDLE_VIEWS } from "../model/modules/handles/views.js";
import { NODE_VIEWS } from "../model/modules/nodes/views.js";
import { PROTECTED_VIEWS } from "../model/modules/protected/views.js";
import { PROVENANCE_VIEWS } from "../model/modules/provenance/views.js";
import { REGION_VIEWS } from "../model/modules/regions/views.js";
import type { Specification } from "../model/specification/specification.js";
import { CORE_VIEWS } from "../model/state/core-views.js";
import type { View } from "../model/state/view.js";
import type { CoreViews } from "../model/state/views.js";
import { describeRange } from "../model/words/parameters.js";
import { rangesOf } from "../model/words/ranges.js";
import { gridOf } from "../model/words/scope.js";
import type { Violation } from "./property.js";

/** An invariant: no frame (or range) is in all of `never` at once, unless in one of `unless` as well. */
export interface Invariant {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  /** The first is over frames or ranges, as are those of `unless`; others may be about the whole state. */
  readonly never: readonly [View, ...View[]];
  readonly unless?: readonly View[];
}

/** By somebody. What nobody holds is free, no memory, or the allocator's own array. */
const HELD = [CORE_VIEWS.reserved, CORE_VIEWS.allocated];

/** The invariants, those of the core first. */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: "slices-in-reserved",
    statement: "every frame under a live slice is reserved",
    because: "this is what releasing under a live slice would break",
    never: [CORE_VIEWS.live],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "slices-of-one-owner",
    statement: "no live slice spans the frames of two owners",
    because: "one of the two could not tell that the other's frames are still read",
    never: [CORE_VIEWS.present, CORE_VIEWS.mixed],
  },
  {
    id: "one-holder",
    statement: "no frame is held twice: by two owners, or reserved and allocated at once",
    because: "a frame with two holders is written by both",
    never: [CORE_VIEWS.contested],
  },
  {
    id: "blocks-begin",
    statement: "every block has a first frame, and no frame begins a block without being allocated",
    because: "a frame of a block that nobody can name can never be freed",
    never: [BLOCK_VIEWS.stray],
  },
  {
    id: "reserved-in-memory",
    statement: "every reserved unit is memory",
    because: "whoever reserved it reads what is not there",
    never: [CORE_VIEWS.reserved],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "allocated-in-memory",
    statement: "every allocated unit is memory",
    because: "whoever allocated it writes where nothing is",
    never: [CORE_VIEWS.allocated],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "nodes-in-memory",
    statement: "what is no memory is on no node",
    because: "a unit that is added is on the node it is added to, and on no other it was on before",
    never: [NODE_VIEWS["on-node"]],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "flags-in-memory",
    statement: "what is no memory has no flag",
    because: "a unit that is added is as any other, whatever was there before",
    never: [FLAG_VIEWS.flagged],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "pages-after-boot",
    statement: "no unit is allocated before the end of boot",
    because: "the page allocator would hand out what it has not been given",
    never: [CORE_VIEWS.allocated, HAND_OVER_VIEWS.boot],
  },
  {
    id: "array-not-reserved",
    statement: "the allocator's own array lies in no reserved unit",
    because: "whoever reserved it writes over the allocator's books",
    never: [GROWTH_VIEWS.metadata, CORE_VIEWS.reserved],
  },
  {
    id: "array-not-allocated",
    statement: "the allocator's own array lies in no allocated unit",
    because: "whoever allocated it writes over the allocator's books",
    never: [GROWTH_VIEWS.metadata, CORE_VIEWS.allocated],
  },
  {
    id: "array-in-memory",
    statement: "the allocator's own array lies in memory",
    because: "books that are no memory cannot be kept",
    never: [GROWTH_VIEWS.metadata],
    unless: [REGION_VIEWS.memory],
  },
  {
    id: "stashed-in-reserved",
    statement: "every frame under a stashed slice is reserved",
    because: "whoever stashed it reads on when the call has long returned",
    never: [PROVENANCE_VIEWS.stashed],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "shown-in-reserved",
    statement: "every frame that a file shows is reserved",
    because: "whoever opens the file would read what another wrote there",
    never: [PROVENANCE_VIEWS.shown],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "leaked-in-reserved",
    statement: "every frame under a leaked slice is reserved",
    because: "it was promised for ever",
    never: [PROVENANCE_VIEWS.leaked],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "stashes-of-one-owner",
    statement: "no stashed slice spans the frames of two owners",
    because: "a sub-slice or a copy of it would have no owner that could answer for it",
    never: [PROVENANCE_VIEWS.stashes, CORE_VIEWS.mixed],
  },
  {
    id: "shows-of-one-owner",
    statement: "no file shows the frames of two owners as one",
    because: "one of the two could not tell that the other's frames are still read",
    never: [PROVENANCE_VIEWS.shows, CORE_VIEWS.mixed],
  },
  {
    id: "protected-reserved",
    statement: "every protected frame is reserved",
    because: "protection is for good, and a frame that is not reserved is handed out",
    never: [PROTECTED_VIEWS.protected],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "fresh-are-held",
    statement: "a handle that is not stale names no frame that nobody holds",
    because: "what was given back and is not marked would come to life with the next owner",
    never: [HANDLE_VIEWS.fresh],
    unless: HELD,
  },
  {
    id: "held-in-reserved",
    statement: "every frame under a slice that a slot holds is reserved",
    because: "a slice is a slice, wherever it is kept",
    never: [HANDLE_VIEWS["held-slice"]],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "contents-of-held",
    statement: "nothing is said of what a frame holds that nobody has",
    because: "the allocator may keep what it likes there",
    never: [CONTENTS_VIEWS.filled],
    unless: HELD,
  },
  {
    id: "one-content",
    statement: "no frame is said to hold two things",
    because: "nothing could be both",
    never: [CONTENTS_VIEWS.twofold],
  },
];

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
export function explainInvariant({ views, scope }: Specification, invariant: Invariant): Violation {
  const { never, unless = [], statement } = invariant;
  const all = readers(views, never);
  const none = readers(views, unless);
  const isBroken = (number: number) => ((broken(views, all, none, number >>> 5) >>> (number & 31)) & 1) === 1;
  const overRanges = never[0].over === "ranges";
  const names = overRanges
    ? rangesOf(gridOf(scope)).map((range) => `the range ${describeRange(range)}`)
    : Array.from({ length: gridOf(scope) }, (_, frame) => `frame ${frame}`);
  const where = names.filter((_, number) => isBroken(number)).join(", ");
  const is = never.map(({ statement: is }) => is).join(" and ");
  const isNot = unless.map(({ statement: is }) => is).join(" nor ");
  return {
    expected: statement,
    found: `${where} is ${is}${unless.length === 0 ? "" : `, and not ${isNot}`}`,
  };
}
