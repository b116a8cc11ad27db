/**
 * The state of the module `rootfs`: five bits a frame, and whether the root is another.
 *
 * The frame of a file is the kernel's, owner 1, and of rootfs alone: to who takes or frees memory it is
 * reserved, and to who would release a reservation or lend from it there is none.
 */
import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { type Place, placesOf, read } from "../../state/layout.js";
import { put } from "../../state/planes.js";
import { type CoreViews, planeOf, planesOf } from "../../state/views.js";
import { argumentFaults, type Command } from "../../words/commands.js";
import { frameMask } from "../../words/ranges.js";
import { gridOf, unitsOfFrame } from "../../words/scope.js";
import { BLOCK_VIEWS } from "../blocks/views.js";
import { BOOT_VIEWS } from "../boot/views.js";
import { SHARE_VIEWS } from "../shares/views.js";
import { ROOTFS_VIEWS } from "./views.js";

/** One bit a frame: a file has it for itself, or shows it in place; the file is open, or behind a loop
 * device, or below a mount. */
export const FILE_PLANES = ["file-copies", "file-shows", "file-open", "file-looped", "file-covered"] as const;
export type FilePlane = (typeof FILE_PLANES)[number];
export const SWITCHED = "root-switched";

export const ROOTFS_STATE: ModuleState = {
  fields: (scope) => [
    ...FILE_PLANES.map((id) => ({ id, ...planeOf(scope) })),
    { id: SWITCHED, entries: 1, bits: 1 },
  ],
  narrow: (views, { layout }) => {
    const { bits, offsets, frameWords } = views;
    const copies = placesOf(layout, "file-copies");
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) bits[offsets.unreserved + w]! |= read(words, at, copies[w]!);
    };
  },
  look: lookAtFiles,
  effect: effectOn,
};

function lookAtFiles(views: CoreViews, { layout }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(ROOTFS_VIEWS);
  const [copyAt, showAt, openAt, loopAt, coverAt] = FILE_PLANES.map((id) => placesOf(layout, id));
  const [switchedAt] = placesOf(layout, SWITCHED);
  const [initrd, early] = [views.offset(BOOT_VIEWS.initrd), views.offset(BOOT_VIEWS.early)];
  const blocks = views.has(BLOCK_VIEWS.begins) ? views.offsetsOf(BLOCK_VIEWS) : null;
  const shared = views.has(SHARE_VIEWS.shared) ? views.offset(SHARE_VIEWS.shared) : -1;
  return (words, at) => {
    const switched = read(words, at, switchedAt!);
    const gone = switched === 1 ? -1 : 0; // all frames, or none
    const never = bits[early] === 1 ? -1 : gone;
    let lost = 0;
    let shownAny = 0;
    for (let w = 0; w < frameWords; w++) {
      const copies = read(words, at, copyAt![w]!);
      const shows = read(words, at, showAt![w]!);
      const open = read(words, at, openAt![w]!);
      const looped = read(words, at, loopAt![w]!);
      const covered = read(words, at, coverAt![w]!);
      const files = copies | shows;
      // A block of several frames, or what others hold as well, is no one file's.
      const single = blocks === null ? -1 : bits[blocks.begins + w]! & ~bits[blocks.continued + w]!;
      const others = shared < 0 ? 0 : bits[shared + w]!;
      shownAny |= shows;
      lost |= shows & covered & gone;
      bits[own.copies + w] = copies;
      bits[own["in-place"] + w] = shows;
      bits[own.open + w] = open;
      bits[own.looped + w] = looped;
      bits[own.used + w] = open | looped;
      bits[own.covered + w] = covered;
      bits[own["out-of-reach"] + w] = covered & gone;
      bits[own.unnamed + w] = ~files | covered | gone;
      bits[own["not-open"] + w] = ~open;
      bits[own["not-looped"] + w] = ~looped;
      bits[own["not-covered"] + w] = ~covered | gone;
      bits[own["not-of-initrd"] + w] = ~bits[initrd + w]!;
      bits[own.unfit + w] = ~(bits[offsets.allocated + w]! & single & ~others) | never;
      bits[own.unshowable + w] = shows | never;
      bits[own.uncoverable + w] = ~files | covered | never;
    }
    // What shows the initrd and is never deleted keeps all of it.
    if (lost !== 0) for (let w = 0; w < frameWords; w++) bits[own["out-of-reach"] + w]! |= bits[initrd + w]!;
    bits[own["initrd-shown"]] = shownAny === 0 ? 0 : 1;
    bits[own["root-switched"]] = switched;
  };
}

function effectOn(command: Command, laidOut: LaidOut): BoundEffect | null {
  const { scope, layout } = laidOut;
  if (command.kind === "switch-root") return switching(laidOut);
  if (!("frame" in command) || argumentFaults(scope, command).length > 0) return null;
  const bits = frameMask(gridOf(scope), unitsOfFrame(scope, command.frame));
  const marking = (field: FilePlane, set: boolean): BoundEffect => marked(placesOf(layout, field), bits, set);
  switch (command.kind) {
    case "create-file": {
      const [allocated, owned] = planesOf(scope, layout);
      const ends = [allocated!, layout.places.get("begins") ?? []].map((plane) => marked(plane, bits, false));
      const steps = [...ends, marked(owned!, bits, true), marking("file-copies", true)];
      return (words, at, answer) => {
        for (let i = 0; i < steps.length; i++) steps[i]!(words, at, answer);
      };
    }
    case "show-file":
      return marking("file-shows", true);
    case "open-file":
      return marking("file-open", true);
    case "attach-loop":
      return marking("file-looped", true);
    case "mount-over":
      return marking("file-covered", true);
    case "unmount":
      return marking("file-covered", false);
    case "close-file":
      return lettingGo(laidOut, marking("file-open", false));
    case "detach-loop":
      return lettingGo(laidOut, marking("file-looped", false));
    default:
      return null;
  }
}

/** Sets or clears some bits of a plane, which has none where its module is not in force. */
function marked(plane: readonly Place[], bits: readonly number[], set: boolean): BoundEffect {
  return (words, at) => {
    for (let w = 0; w < plane.length; w++) {
      const shifted = bits[w]! << plane[w]!.shift;
      const word = at + plane[w]!.word;
      words[word] = set ? words[word]! | shifted : words[word]! & ~shifted;
    }
  };
}

/** Which files there are in a word of frames: each is read when it is asked for, and nothing is made. */
function filesIn({ layout }: LaidOut) {
  const [copyAt, showAt, openAt, loopAt, coverAt] = FILE_PLANES.map((id) => placesOf(layout, id));
  return {
    copies: (words: Int32Array, at: number, w: number) => read(words, at, copyAt![w]!),
    shows: (words: Int32Array, at: number, w: number) => read(words, at, showAt![w]!),
    used: (words: Int32Array, at: number, w: number) =>
      read(words, at, openAt![w]!) | read(words, at, loopAt![w]!),
    covered: (words: Int32Array, at: number, w: number) => read(words, at, coverAt![w]!),
  };
}

/**
 * Deletes what files it finds and nobody uses. Their frames are given back: of all copies, where a clause
 * leaves others theirs, or (`sparing`) of these alone.
 */
function ending(laidOut: LaidOut, sparing: boolean): BoundEffect {
  const { scope, layout } = laidOut;
  const [copyAt, showAt] = [placesOf(layout, "file-copies"), placesOf(layout, "file-shows")];
  const owned = planesOf(scope, layout)[1]!;
  const files = filesIn(laidOut);
  return (words, at) => {
    for (let w = 0; w < owned.length; w++) {
      const copies = files.copies(words, at, w);
      const stay = files.used(words, at, w) | files.covered(words, at, w);
      const lost = sparing ? copies & ~stay : copies;
      put(words, at, owned[w]!, read(words, at, owned[w]!) & ~lost);
      put(words, at, copyAt[w]!, copies & stay);
      put(words, at, showAt[w]!, files.shows(words, at, w) & stay);
    }
  };
}

/** Somebody uses a file no longer; where it was deleted and nobody else does, it is given back. */
function lettingGo(laidOut: LaidOut, ends: BoundEffect): BoundEffect {
  const [switchedAt] = placesOf(laidOut.layout, SWITCHED);
  const over = ending(laidOut, true);
  return (words, at, answer) => {
    ends(words, at, answer);
    if (read(words, at, switchedAt!) === 1) over(words, at, answer);
  };
}

/** What no clause spares is given back. A file is one still where somebody uses it, or it was not found. */
function switching(laidOut: LaidOut): BoundEffect {
  const [switchedAt] = placesOf(laidOut.layout, SWITCHED);
  const ends = ending(laidOut, false);
  return (words, at, answer) => {
    put(words, at, switchedAt!, 1);
    ends(words, at, answer);
  };
}

/** What of the copies a clause leaves with rootfs, as it is after a switch of the root. */
export function keeping(laidOut: LaidOut, which: "used" | "covered"): BoundEffect {
  const owned = planesOf(laidOut.scope, laidOut.layout)[1]!;
  const files = filesIn(laidOut);
  return (words, at) => {
    for (let w = 0; w < owned.length; w++) {
      const kept = files.copies(words, at, w) & files[which](words, at, w);
      put(words, at, owned[w]!, read(words, at, owned[w]!) | kept);
    }
  };
}
