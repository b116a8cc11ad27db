/**
 * The module `blocks`: several frames allocated at once, aligned, and freed as they were allocated.
 *
 * A block may begin at any frame its alignment allows, as long as all its frames are free: which one is
 * the allocator's strategy. It is freed whole, either by its range or by its first frame alone.
 */

import { plural } from "../../basics/wording.js";
import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandOf } from "../../words/commands.js";
import { BLOCK_VIEWS } from "./views.js";

/** What a block is asked for by: how many frames, and what its first frame is a multiple of. */
export interface Shape {
  readonly count: number;
  readonly align: number;
}

/** Every shape a scope's pool could hold: each count with each power of two up to the pool's size. */
export function shapesOf(frames: number): Shape[] {
  const shapes: Shape[] = [];
  for (let count = 1; count <= frames; count++)
    for (let align = 1; align <= frames; align *= 2) shapes.push({ count, align });
  return shapes;
}

const allocBlock: CommandRule<CommandOf<"alloc-block">> = {
  kind: "alloc-block",
  statement: "the frames from the one answered on become allocated as one block",
  because: "what a device reads in one go, and a table that is indexed, need frames that follow each other",
  reasons: [
    {
      id: "exhausted",
      statement: "alloc-block is refused when no aligned run of so many frames is free",
      because: "every place the block could have contains a frame that belongs to somebody",
      when: BLOCK_VIEWS["no-room"],
      needs: { commands: ["alloc-block"] },
    },
  ],
  bound: null,
  answer: {
    id: "free-run",
    in: BLOCK_VIEWS.room,
    statement: "alloc-block answers an aligned frame with which a free run of the length asked for begins",
    because: "any such place will do; in any other some frame of the block belongs to somebody",
    expected: ({ count }) => `a frame with which an aligned free run of ${plural(count, "frame")} begins`,
    unmet: "no such run begins there",
  },
  needs: { commands: ["alloc-block"] },
};

const freeBlock: CommandRule<CommandOf<"free-block">> = {
  kind: "free-block",
  statement: "the frames of the block become free",
  because: "whoever allocated a block gives it back whole, and so its neighbours are not touched",
  reasons: [
    {
      id: "already-free",
      statement: "free-block is refused when some frame of the range is free",
      because: "a double free puts the frames in circulation twice",
      when: CORE_VIEWS.free,
      needs: { commands: ["free-block"] },
    },
    {
      id: "reserved",
      statement: "free-block is refused when some frame of the range is reserved",
      because: "a reserved frame is given back by its owner's release, never by a stray free",
      when: CORE_VIEWS.reserved,
      needs: { commands: ["reserve", "free-block"] },
    },
    {
      id: "interior",
      statement: "free-block is refused when the range begins inside a block",
      because: "the frames before it would be left as a block that nobody can name",
      when: BLOCK_VIEWS.inside,
      part: "first",
      needs: { commands: ["alloc-block", "free-block"], frames: 2 },
    },
    {
      id: "partial",
      statement: "free-block is refused when the range ends inside a block",
      because: "the frames behind it would stay allocated with nobody to free them",
      when: BLOCK_VIEWS.continued,
      part: "last",
      needs: { commands: ["alloc-block", "free-block"], frames: 2 },
    },
    {
      id: "foreign-block",
      statement: "free-block is refused when another block begins within the range",
      because: "that block belongs to somebody who still writes to it",
      when: BLOCK_VIEWS.begins,
      part: "rest",
      needs: { commands: ["alloc-block", "free-block"], frames: 2 },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["alloc-block", "free-block"] },
};

/** The rows of the module. */
export const BLOCK_RULES: readonly CommandRule[] = [allocBlock, freeBlock];

/** What it adds to `free`, which names a block by its first frame: a frame by itself is a block of one. */
export const FREE_INTERIOR: Reason = {
  id: "interior",
  statement: "free is refused when the frame is inside a block and not its first",
  because: "the frames before it would be left as a block that nobody can name",
  when: BLOCK_VIEWS.inside,
  needs: { commands: ["alloc-block", "free"], frames: 2 },
};
