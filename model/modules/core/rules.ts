/**
 * The core of the specification as a table. Open this file first.
 *
 * A frame is free, allocated, or reserved by one owner; reserved frames can be borrowed as slices.
 * Each row says when a command is refused and why, what it may answer, and what it then does.
 * A command with no true reason is legal.
 */
import type { InsteadEffect } from "../../contracts/named.js";
import { REGION_INSTEADS } from "../../contracts/region-effects.js";
import type { CommandRule, Needs } from "../../rules/rules.js";
import type { CORE_KINDS, CommandKind, CommandOf } from "../../words/commands.js";
import { gridOf, rangesOf, type Scope } from "../../words/scope.js";
import { plural } from "../../words/wording.js";

const ranges = (scope: Scope) => rangesOf(gridOf(scope));
const owners = (scope: Scope) => Array.from({ length: scope.owners }, (_, i) => i + 1);
const frames = (scope: Scope) => Array.from({ length: scope.frames }, (_, i) => i);

const reserve: CommandRule<CommandOf<"reserve">> = {
  kind: "reserve",
  statement: "the frames of the range become reserved by the owner",
  because: "a boot loader's image, an initrd or a device tree must survive until someone has read it",
  instances: (scope) =>
    ranges(scope).flatMap((range) =>
      owners(scope).map((owner): CommandOf<"reserve"> => ({ kind: "reserve", range, owner })),
    ),
  reasons: [
    {
      id: "overlaps-reserved",
      statement: "reserve is refused when some frame of the range is reserved already",
      because:
        "two reservations of one frame would make the first release give the frame away under the second",
      when: "reserved",
      needs: { commands: ["reserve"] },
    },
    {
      id: "overlaps-allocated",
      statement: "reserve is refused when some frame of the range is allocated",
      because: "the frame belongs to whoever allocated it, who would write over what is to be kept",
      when: "allocated",
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
  instances: (scope) =>
    ranges(scope).flatMap((range) =>
      owners(scope).map((owner): CommandOf<"release"> => ({ kind: "release", range, owner })),
    ),
  reasons: [
    {
      id: "not-reserved",
      statement: "release is refused when some frame of the range is not reserved",
      because: "a free frame would be freed twice, and an allocated one taken from whoever holds it",
      when: "unreserved",
      needs: { commands: ["release"] },
    },
    {
      id: "foreign-owner",
      statement: "release is refused when some frame of the range is reserved by another owner",
      because: "only the holder of a reservation knows when its bytes are no longer needed",
      when: "foreign",
      needs: { commands: ["reserve", "release"], owners: 2 },
    },
    {
      id: "live-slice",
      statement: "release is refused while a live slice overlaps the range",
      because: "the frames would be handed out again while someone still reads them through the slice",
      when: "live",
      needs: { commands: ["reserve", "borrow", "release"], slices: 1 },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["reserve", "release"] },
};

const borrow: CommandRule<CommandOf<"borrow">> = {
  kind: "borrow",
  statement: "a slice of the range becomes live; slices of one range count",
  because: "whoever reads the bytes of a reservation in place holds a slice until the reading ends",
  instances: (scope) => ranges(scope).map((range): CommandOf<"borrow"> => ({ kind: "borrow", range })),
  reasons: [
    {
      id: "not-reserved",
      statement: "borrow is refused when some frame of the range is not reserved",
      because: "nothing keeps a frame that is not reserved from being handed out or written",
      when: "unreserved",
      needs: { commands: ["borrow"] },
    },
    {
      id: "mixed-owners",
      statement: "borrow is refused when the range is reserved by two owners in parts",
      because: "a slice lives inside one reservation; neither owner could answer for the whole of it",
      when: "mixed",
      needs: { commands: ["reserve", "borrow"], owners: 2, frames: 2 },
    },
  ],
  bound: "slices-full",
  answer: null,
  needs: { commands: ["reserve", "borrow"], slices: 1 },
};

const drop: CommandRule<CommandOf<"drop">> = {
  kind: "drop",
  statement: "one live slice of exactly the range ends",
  because: "the end of the last slice is what makes a release safe",
  instances: (scope) => ranges(scope).map((range): CommandOf<"drop"> => ({ kind: "drop", range })),
  reasons: [
    {
      id: "no-such-slice",
      statement: "drop is refused when no live slice has exactly the range",
      because: "ending a slice that is not there would end somebody else's",
      when: "absent",
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
  instances: () => [{ kind: "alloc" }],
  reasons: [
    {
      id: "exhausted",
      statement: "alloc is refused when no frame is free",
      because: "every frame that could be handed out belongs to somebody",
      when: "exhausted",
      needs: { commands: ["alloc"] },
    },
  ],
  bound: null,
  answer: {
    id: "free-frame",
    in: "free",
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
  instances: (scope) => frames(scope).map((frame): CommandOf<"free"> => ({ kind: "free", frame })),
  reasons: [
    {
      id: "already-free",
      statement: "free is refused when the frame is free",
      because: "a double free puts one frame in circulation twice",
      when: "free",
      needs: { commands: ["free"] },
    },
    {
      id: "reserved",
      statement: "free is refused when the frame is reserved",
      because: "a reserved frame is given back by its owner's release, never by a stray free",
      when: "reserved",
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

/** What an `instead` promise may name: an effect other than the rule's own, for a weaker contract. */
export const INSTEAD_EFFECTS: Readonly<
  Record<InsteadEffect, { readonly kinds: readonly CommandKind[]; readonly statement: string }>
> = {
  ...REGION_INSTEADS,
  "reserve-the-free": {
    kinds: ["reserve"],
    statement: "the free frames of the range become reserved by the owner, the others stay as they are",
  },
  "release-the-held": {
    kinds: ["release"],
    statement: "the frames of the range reserved by the owner become free, the others stay as they are",
  },
  "reserve-outward": {
    kinds: ["reserve"],
    statement: "every frame that holds some of the addresses becomes reserved by the owner",
  },
  "reserve-as-well": {
    kinds: ["reserve"],
    statement: "every frame of the range becomes reserved by the owner, beside others who have it",
  },
  "release-outward": {
    kinds: ["release"],
    statement: "every frame that holds some of the addresses becomes free",
  },
};

/** A need as words, for lists of what a run could not exercise. */
export function describeNeeds(needs: Needs): string {
  const parts: string[] = [...needs.commands];
  if (needs.frames) parts.push(plural(needs.frames, "frame"));
  if (needs.owners) parts.push(plural(needs.owners, "owner"));
  if (needs.slices) parts.push(plural(needs.slices, "slice"));
  if (needs.argument) parts.push(`an argument that is just ${needs.argument}`);
  if (needs.grown) parts.push("an array that grew");
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
