/**
 * The module `resizing`: a block shrinks and grows, in place (`resize`) or to wherever there is room
 * (`realloc`).
 *
 * Whoever resizes a block names all of it. `realloc` may answer where it lies, or any run of so many frames
 * that are free or its own. Where there are only such as overlap the block it is not asked: some allocators
 * slide a block, others copy it, and of these one needs room that the other does not.
 */

import { plural } from "../../basics/wording.js";
import type { Module } from "../../rules/module.js";
import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandOf } from "../../words/commands.js";
import type { Scope } from "../../words/scope.js";
import { BLOCK_VIEWS } from "../blocks/views.js";
import { RESIZE_STATE } from "./state.js";
import { RESIZE_VIEWS } from "./views.js";

type Kind = "resize" | "realloc";

/** What others have of a block moves for none of them, so such a block is not resized. */
function ownAlone({ modules }: Scope): string[] {
  const others = [
    ...(modules.includes("shares") ? ["others hold"] : []),
    ...(modules.includes("handles") ? ["a handle names"] : []),
  ];
  return others.length === 0 ? [] : [`no block is resized that ${others.join(" or ")}`];
}

/** What is wrong with the block that is named, as `free-block` has it, and that there is no room. */
function reasonsFor(kind: Kind, noRoom: Pick<Reason, "statement" | "because" | "when">): readonly Reason[] {
  const block = ["alloc-block", kind] as const;
  return [
    {
      id: "already-free",
      statement: `${kind} is refused when some frame of the range is free`,
      because: "who resizes a block after giving it back is given frames of the next",
      when: CORE_VIEWS.free,
      needs: { commands: [kind] },
    },
    {
      id: "reserved",
      statement: `${kind} is refused when some frame of the range is reserved`,
      because: "a reservation is no block, and ends with its owner's release",
      when: CORE_VIEWS.reserved,
      needs: { commands: ["reserve", kind] },
    },
    {
      id: "interior",
      statement: `${kind} is refused when the range begins inside a block`,
      because: "the frames before it would be left as a block that nobody can name",
      when: BLOCK_VIEWS.inside,
      part: "first",
      needs: { commands: block, frames: 2 },
    },
    {
      id: "partial",
      statement: `${kind} is refused when the range ends inside a block`,
      because: "the frames behind it would stay allocated with nobody to free them",
      when: BLOCK_VIEWS.continued,
      part: "last",
      needs: { commands: block, frames: 2 },
    },
    {
      id: "foreign-block",
      statement: `${kind} is refused when another block begins within the range`,
      because: "that block belongs to somebody who still writes to it",
      when: BLOCK_VIEWS.begins,
      part: "rest",
      needs: { commands: block, frames: 2 },
    },
    { id: "exhausted", ...noRoom, needs: { commands: block, frames: 2 } },
  ];
}

const resize: CommandRule<CommandOf<"resize">> = {
  kind: "resize",
  statement: "the block that begins with the range has so many frames from then on",
  because: "who needs less of a block gives the rest to others, and who needs more need not copy it",
  reasons: reasonsFor("resize", {
    statement: "resize is refused when some frame behind the block, as far as it is to go, is not free",
    because: "the block would reach into what belongs to somebody else",
    when: RESIZE_VIEWS.cramped,
  }),
  bound: { in: RESIZE_VIEWS.unasked, claims: ownAlone },
  answer: null,
  needs: { commands: ["alloc-block", "resize"] },
};

const realloc: CommandRule<CommandOf<"realloc">> = {
  kind: "realloc",
  statement: "the block has so many frames from the one answered on, which hold what its first ones held",
  because: "a table that outgrows its place is found again as it was, wherever there is room for it",
  reasons: reasonsFor("realloc", {
    statement: "realloc is refused when no run of so many frames is free or the block's own",
    because: "every place the block could have contains a frame that belongs to somebody else",
    when: RESIZE_VIEWS.stuck,
  }),
  bound: {
    in: RESIZE_VIEWS.unasked,
    claims: (scope) => [...ownAlone(scope), "no realloc is given that would have to slide its block"],
  },
  answer: {
    id: "free-run",
    in: RESIZE_VIEWS.fits,
    statement: "realloc answers a frame with which a run that is free or the block's own begins",
    because: "any such place will do; in any other some frame belongs to somebody else",
    expected: ({ to }) =>
      `a frame with which a run of ${plural(to, "frame")} begins that is free or the block's own`,
    unmet: "no such run begins there",
  },
  needs: { commands: ["alloc-block", "realloc"] },
};

/** The module `resizing`, whole. */
export const RESIZING: Module = {
  id: "resizing",
  statement: "a block shrinks and grows, where it lies or wherever there is room",
  rules: [resize, realloc] as CommandRule[], // each row takes the commands of its own kind
  views: RESIZE_VIEWS,
  state: RESIZE_STATE,
  invariants: [],
};
