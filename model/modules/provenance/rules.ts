/**
 * The module `provenance`: whose slice a slice is, and how long it lives.
 *
 * A slice has one of four keepers: the call that borrowed it, somebody who stashed it, a file it was
 * inserted into, or nobody ever again: it was leaked. The core's slices are those of the call. A sub-slice
 * is a copy of a shared reference, so it lives on its own: the end of its parent does not end it.
 */

import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandKind, CommandOf } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import { rangesOf } from "../../words/ranges.js";
import type { ReasonId } from "../../words/reasons.js";
import { gridOf, type Scope } from "../../words/scope.js";
import { SLICES_BOUND } from "../core/rules.js";
import { PROVENANCE_VIEWS } from "./views.js";

const ranges = (scope: Scope) => rangesOf(gridOf(scope));

type OfRange = "stash" | "unstash" | "leak" | "insert" | "evict" | "copy";

/** The rule of a command about one slice of exactly a range, refused where there is none. */
function ofSlice<K extends OfRange>(
  kind: K,
  { statement, because }: { readonly statement: string; readonly because: string },
  missing: { readonly when: Reason["when"]; readonly statement: string; readonly because: string },
  before: readonly CommandKind[],
): CommandRule {
  return {
    kind,
    statement,
    because,
    reasons: [{ ...missing, id: "no-such-slice", needs: { commands: [kind] } }],
    bound: null,
    answer: null,
    needs: { commands: [...before, kind], slices: 1 },
  };
}

const NO_LIVE = {
  when: CORE_VIEWS.absent,
  because: "who has no slice of the range has nothing that could be kept, shown or read",
} as const;

/** Up to so many frames a sub-slice is any range; beyond, such as share an end with their parent. */
const ANY_PART = 8;

const derive: CommandRule<CommandOf<"derive">> = {
  kind: "derive",
  statement: "a slice of the range becomes live, which no longer depends on its parent",
  because: "a parser hands out parts of what it reads, and those outlive the whole",
  instances: (scope) =>
    ranges(scope).flatMap((from) =>
      ranges(scope)
        .filter((range) => gridOf(scope) <= ANY_PART || sharesAnEnd(range, from))
        .map((range): CommandOf<"derive"> => ({ kind: "derive", from, range })),
    ),
  reasons: [
    {
      id: "no-such-slice",
      statement: "derive is refused when no slice, live or stashed, is the parent it names",
      because: "what is taken from nothing is backed by no reservation",
      when: PROVENANCE_VIEWS.orphan,
      needs: { commands: ["derive"] },
    },
    {
      id: "outside-parent",
      statement: "derive is refused when the range is not inside that of its parent",
      because: "beyond its parent it would read what nobody lent: another's frames, or free ones",
      when: PROVENANCE_VIEWS.outside,
      needs: { commands: ["reserve", "borrow", "derive"], frames: 2, slices: 1 },
    },
  ],
  bound: SLICES_BOUND,
  answer: null,
  needs: { commands: ["reserve", "borrow", "derive"], slices: 2 },
};

const endCall: CommandRule<CommandOf<"return">> = {
  kind: "return",
  statement: "every live slice ends; those that are stashed, leaked or inserted stay",
  because: "what a call borrowed for itself ends with it, and what was stored outlives it",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["return"] },
};

/** The rows of the module, in the order in which commands are tried. */
export const PROVENANCE_RULES: readonly CommandRule[] = [
  derive as CommandRule, // each row takes the commands of its own kind
  ofSlice(
    "stash",
    {
      statement: "one live slice of exactly the range becomes stashed: it ends when it is unstashed",
      because: "a slice in a global, or in a structure on the heap, outlives the call that took it",
    },
    { ...NO_LIVE, statement: "stash is refused when no live slice has exactly the range" },
    ["reserve", "borrow"],
  ),
  ofSlice(
    "unstash",
    {
      statement: "one stashed slice of exactly the range ends",
      because: "only whoever stored a slice knows when nobody reads it any more",
    },
    {
      when: PROVENANCE_VIEWS.unstashed,
      statement: "unstash is refused when no stashed slice has exactly the range",
      because: "ending what is not there would end somebody else's",
    },
    ["reserve", "borrow", "stash"],
  ),
  ofSlice(
    "leak",
    {
      statement: "one live slice of exactly the range is kept for ever",
      because: "what is made 'static promises that its bytes never go away",
    },
    { ...NO_LIVE, statement: "leak is refused when no live slice has exactly the range" },
    ["reserve", "borrow"],
  ),
  ofSlice(
    "insert",
    {
      statement: "one live slice of exactly the range becomes what a file shows, without a copy",
      because: "a file system that executes in place, or keeps references, reads the frames themselves",
    },
    { ...NO_LIVE, statement: "insert is refused when no live slice has exactly the range" },
    ["reserve", "borrow"],
  ),
  ofSlice(
    "evict",
    {
      statement: "a file that shows exactly the range lets go of it",
      because: "a file that is removed is the end of a slice like any other",
    },
    {
      when: PROVENANCE_VIEWS.unshown,
      statement: "evict is refused when no file shows exactly the range",
      because: "ending what is not there would end somebody else's",
    },
    ["reserve", "borrow", "insert"],
  ),
  ofSlice(
    "copy",
    {
      statement: "nothing changes: bytes that were copied are the copy's owner's",
      because: "a file system that copies holds no frame of the reservation, which may then be released",
    },
    { ...NO_LIVE, statement: "copy is refused when no live slice has exactly the range" },
    ["reserve", "borrow"],
  ),
  endCall as CommandRule,
];

function kept(
  id: ReasonId,
  when: Reason["when"],
  by: CommandKind,
  statement: string,
  because: string,
): Reason {
  return {
    id,
    statement: `release is refused while ${statement}`,
    because,
    when,
    needs: { commands: ["reserve", "borrow", by, "release"], slices: 1 },
  };
}

/** What the module adds to `release`: the keepers that the core does not know. */
export const RELEASE_KEPT: readonly Reason[] = [
  kept(
    "stashed",
    PROVENANCE_VIEWS.stashed,
    "stash",
    "a stashed slice overlaps the range",
    "the call that borrowed it has returned, and whoever stored it reads on",
  ),
  kept(
    "leaked",
    PROVENANCE_VIEWS.leaked,
    "leak",
    "a slice that was leaked overlaps the range, which is for ever",
    "nobody can say any more that they do not read it",
  ),
  kept(
    "inserted",
    PROVENANCE_VIEWS.shown,
    "insert",
    "a file shows frames of the range without a copy",
    "who opens the file next would read what the frames hold then",
  ),
];

function sharesAnEnd(a: FrameRange, b: FrameRange): boolean {
  return a.start === b.start || a.start + a.count === b.start + b.count;
}
