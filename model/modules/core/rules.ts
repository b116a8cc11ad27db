/**
 * The core of the specification as a table. Open this file first.
 *
 * A frame is free, allocated, or reserved by one owner; reserved frames can be borrowed as slices.
 * Each row says when a command is refused and why, what it may answer, and what it then does.
 * A command with no true reason is legal.
 */

import { plural } from "../../basics/wording.js";
import type { CommandRule, RuleBound } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CORE_KINDS, CommandOf } from "../../words/commands.js";

const reserve: CommandRule<CommandOf<"reserve">> = {
  kind: "reserve",
  statement: "the frames of the range become reserved by the owner",
  because: "a boot loader's image, an initrd or a device tree must survive until someone has read it",
  reasons: [
    {
      id: "overlaps-reserved",
      statement: "reserve is refused when some frame of the range is reserved already",
      because:
        "two reservations of one frame would make the first release give the frame away under the second",
      when: CORE_VIEWS.reserved,
      needs: { commands: ["reserve"] },
    },
    {
      id: "overlaps-allocated",
      statement: "reserve is refused when some frame of the range is allocated",
      because: "the frame belongs to whoever allocated it, who would write over what is to be kept",
      when: CORE_VIEWS.allocated,
      needs: { commands: ["reserve", "alloc"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["reserve"] },
};

const release: CommandRule<CommandOf<"release">> = {
  kind: "release",
  statement: "the frames of the range become free",
  because: "once its bytes are copied out, an initrd's frames are dead weight until they are given back",
  reasons: [
    {
      id: "not-reserved",
      statement: "release is refused when some frame of the range is not reserved",
      because: "a free frame would be freed twice, and an allocated one taken from whoever holds it",
      when: CORE_VIEWS.unreserved,
      needs: { commands: ["release"] },
    },
    {
      id: "foreign-owner",
      statement: "release is refused when some frame of the range is reserved by another owner",
      because: "only the holder of a reservation knows when its bytes are no longer needed",
      when: CORE_VIEWS.foreign,
      needs: { commands: ["reserve", "release"], owners: 2 },
    },
    {
      id: "live-slice",
      statement: "release is refused while a live slice overlaps the range",
      because: "the frames would be handed out again while someone still reads them through the slice",
      when: CORE_VIEWS.live,
      needs: { commands: ["reserve", "borrow", "release"], slices: 1 },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["reserve", "release"] },
};

/** No more slices at once than the scope says. */
export const SLICES_BOUND: RuleBound = {
  in: CORE_VIEWS["slices-full"],
  claims: ({ slices }) => [`at most ${plural(slices, "slice")} ${slices === 1 ? "is" : "are"} alive at once`],
};

const borrow: CommandRule<CommandOf<"borrow">> = {
  kind: "borrow",
  statement: "a slice of the range becomes live; slices of one range count",
  because: "whoever reads the bytes of a reservation in place holds a slice until the reading ends",
  reasons: [
    {
      id: "not-reserved",
      statement: "borrow is refused when some frame of the range is not reserved",
      because: "nothing keeps a frame that is not reserved from being handed out or written",
      when: CORE_VIEWS.unreserved,
      needs: { commands: ["borrow"] },
    },
    {
      id: "mixed-owners",
      statement: "borrow is refused when the range is reserved by two owners in parts",
      because: "a slice lives inside one reservation; neither owner could answer for the whole of it",
      when: CORE_VIEWS.mixed,
      needs: { commands: ["reserve", "borrow"], owners: 2, frames: 2 },
    },
  ],
  bound: SLICES_BOUND,
  answer: null,
  needs: { commands: ["reserve", "borrow"], slices: 1 },
};

const drop: CommandRule<CommandOf<"drop">> = {
  kind: "drop",
  statement: "one live slice of exactly the range ends",
  because: "the end of the last slice is what makes a release safe",
  reasons: [
    {
      id: "no-such-slice",
      statement: "drop is refused when no live slice has exactly the range",
      because: "ending a slice that is not there would end somebody else's",
      when: CORE_VIEWS.absent,
      needs: { commands: ["drop"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["reserve", "borrow", "drop"], slices: 1 },
};

const alloc: CommandRule<CommandOf<"alloc">> = {
  kind: "alloc",
  statement: "the frame answered becomes allocated",
  because: "handing out frames is what the allocator is for",
  reasons: [
    {
      id: "exhausted",
      statement: "alloc is refused when no frame is free",
      because: "every frame that could be handed out belongs to somebody",
      when: CORE_VIEWS.exhausted,
      needs: { commands: ["alloc"] },
    },
  ],
  bound: null,
  answer: {
    id: "free-frame",
    in: CORE_VIEWS.free,
    statement: "alloc answers a frame that is free",
    because: "a frame that is reserved or allocated belongs to somebody; any free one will do",
    expected: () => "a free frame",
  },
  needs: { commands: ["alloc"] },
};

const free: CommandRule<CommandOf<"free">> = {
  kind: "free",
  statement: "the frame becomes free",
  because: "a frame given back can be handed out again",
  reasons: [
    {
      id: "already-free",
      statement: "free is refused when the frame is free",
      because: "a double free puts one frame in circulation twice",
      when: CORE_VIEWS.free,
      needs: { commands: ["free"] },
    },
    {
      id: "reserved",
      statement: "free is refused when the frame is reserved",
      because: "a reserved frame is given back by its owner's release, never by a stray free",
      when: CORE_VIEWS.reserved,
      needs: { commands: ["reserve", "free"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["alloc", "free"] },
};

/** The rules of the core, one row a command, in the order in which commands are tried. */
export const CORE_RULES: { readonly [K in (typeof CORE_KINDS)[number]]: CommandRule<CommandOf<K>> } = {
  reserve,
  release,
  borrow,
  drop,
  alloc,
  free,
};
