/** The module `rootfs` as formulas. */
import { and, equal, every, implies, not, or, some, type Term, TRUE, within } from "../../logic/term.js";
import type { Effect, Formulas, Sight, ViewFormula, ViewFormulas } from "../../rules/formulas.js";
import { flag, inPool, plane } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { View } from "../../state/view.js";
import { BLOCK_VIEWS } from "../blocks/views.js";
import { BOOT_VIEWS } from "../boot/views.js";
import { KERNEL } from "../core/formulas.js";
import { PROVENANCE_VIEWS } from "../provenance/views.js";
import { SHARE_VIEWS } from "../shares/views.js";
import { FILE_PLANES, type FilePlane, SWITCHED } from "./state.js";
import type { ROOTFS_VIEWS } from "./views.js";

const isFile = (see: Sight, frame: Term) =>
  or(see.field("file-copies", frame), see.field("file-shows", frame));
const isUsed = (see: Sight, frame: Term) =>
  or(see.field("file-open", frame), see.field("file-looped", frame));
const isSwitched = (see: Sight) => see.field(SWITCHED);
/** Nothing is made or found where there are no pages yet, or another root. */
const isNever = (see: Sight) => or(isSwitched(see), see.is(BOOT_VIEWS.early));

function frames(is: (see: Sight, frame: Term) => Term): ViewFormula {
  return { over: "frames", is };
}

const VIEWS: ViewFormulas<keyof typeof ROOTFS_VIEWS> = {
  copies: frames((see, frame) => see.field("file-copies", frame)),
  "in-place": frames((see, frame) => see.field("file-shows", frame)),
  used: frames(isUsed),
  covered: frames((see, frame) => see.field("file-covered", frame)),
  "out-of-reach": {
    over: "frames",
    is: (see, frame) => and(see.field("file-covered", frame), isSwitched(see)),
    wider: "of an initrd that is shown below a mount the frames that are not shown are left out",
  },
  unnamed: frames((see, frame) =>
    or(not(isFile(see, frame)), see.field("file-covered", frame), isSwitched(see)),
  ),
  "not-open": frames((see, frame) => not(see.field("file-open", frame))),
  "not-looped": frames((see, frame) => not(see.field("file-looped", frame))),
  "not-covered": frames((see, frame) => or(not(see.field("file-covered", frame)), isSwitched(see))),
  "not-of-initrd": frames((see, frame) => not(see.is(BOOT_VIEWS.initrd, frame))),
  unfit: frames((see, frame) =>
    or(
      not(see.field("allocated", frame)),
      isNever(see),
      ...(see.has("blocks")
        ? [not(and(see.is(BLOCK_VIEWS.begins, frame), not(see.is(BLOCK_VIEWS.continued, frame))))]
        : []),
      ...(see.has("shares") ? [see.is(SHARE_VIEWS.shared, frame)] : []),
    ),
  ),
  unshowable: frames((see, frame) => or(see.field("file-shows", frame), isNever(see))),
  open: frames((see, frame) => see.field("file-open", frame)),
  looped: frames((see, frame) => see.field("file-looped", frame)),
  uncoverable: frames((see, frame) =>
    or(not(isFile(see, frame)), see.field("file-covered", frame), isNever(see)),
  ),
  "initrd-shown": {
    over: "whole",
    is: (see) => some(["frame"], (frame) => and(inPool(frame), see.field("file-shows", frame))),
  },
  "root-switched": { over: "whole", is: isSwitched },
};

/** The frame that is named gets a mark, or loses it. */
function marking(field: FilePlane, set: boolean): Effect {
  return {
    changes: (see, { low, high }) => ({
      [field]: (frame) =>
        set
          ? or(within(frame!, low, high), see.field(field, frame!))
          : and(not(within(frame!, low, high)), see.field(field, frame!)),
    }),
  };
}

/** Some files are none any more, and some copies nobody's. */
function ending(see: Sight, ends: (frame: Term) => Term, loses: (frame: Term) => Term) {
  const stays = (field: FilePlane) => (frame: Term | undefined) =>
    and(see.field(field, frame!), not(ends(frame!)));
  return {
    owned: (owner: Term | undefined, frame: Term | undefined) =>
      and(
        see.field("owned", owner!, frame!),
        not(and(equal(owner!, KERNEL), see.field("file-copies", frame!), loses(frame!))),
      ),
    "file-copies": stays("file-copies"),
    "file-shows": stays("file-shows"),
  };
}

/** Somebody uses a file no longer, which ends where it was deleted and nobody else uses it. */
function lettingGo(field: "file-open" | "file-looped"): Effect {
  const mark = marking(field, false);
  return {
    changes: (see, asked) => {
      const marks = mark.changes(see, asked);
      const then = see.after(marks);
      const isOver = (frame: Term) =>
        and(isSwitched(see), not(isUsed(then, frame)), not(see.field("file-covered", frame)));
      return { ...marks, ...ending(see, isOver, isOver) };
    },
  };
}

/** What of the copies a clause leaves with rootfs. */
function keeping(which: (see: Sight, frame: Term) => Term): Effect {
  return {
    changes: (see) => ({
      owned: (owner, frame) =>
        or(
          see.field("owned", owner!, frame!),
          and(equal(owner!, KERNEL), see.field("file-copies", frame!), which(see, frame!)),
        ),
    }),
  };
}

/** What lies in no frame that a file has for itself. */
function withoutFiles(see: Sight): readonly View[] {
  const { stashed, shown, leaked } = PROVENANCE_VIEWS;
  return [BOOT_VIEWS.image, CORE_VIEWS.live, ...(see.has("provenance") ? [stashed, shown, leaked] : [])];
}

const CREATES: Effect = {
  changes: (see, { low, high }) => ({
    allocated: (frame) => and(not(within(frame!, low, high)), see.field("allocated", frame!)),
    ...(see.has("blocks")
      ? {
          begins: (frame: Term | undefined) =>
            and(not(within(frame!, low, high)), see.field("begins", frame!)),
        }
      : {}),
    owned: (owner, frame) =>
      or(and(equal(owner!, KERNEL), within(frame!, low, high)), see.field("owned", owner!, frame!)),
    "file-copies": (frame) => or(within(frame!, low, high), see.field("file-copies", frame!)),
  }),
};

const SWITCHES: Effect = {
  changes: (see) => ({
    ...ending(
      see,
      (frame) => not(or(isUsed(see, frame), see.field("file-covered", frame))),
      () => TRUE,
    ),
    [SWITCHED]: () => TRUE,
  }),
};

export const ROOTFS_FORMULAS: Formulas = {
  fields: [...FILE_PLANES.map((id) => plane(id)), flag(SWITCHED)],
  views: VIEWS,
  // What a file has is no reservation that anybody could release or lend from.
  narrow: { unreserved: (is, see, [frame]) => or(is, see.field("file-copies", frame!)) },
  effects: {
    "create-file": CREATES,
    "show-file": marking("file-shows", true),
    "open-file": marking("file-open", true),
    "close-file": lettingGo("file-open"),
    "attach-loop": marking("file-looped", true),
    "detach-loop": lettingGo("file-looped"),
    "mount-over": marking("file-covered", true),
    unmount: marking("file-covered", false),
    "switch-root": SWITCHES,
  },
  clauses: {
    "switch-root-spares-used": (kind) => (kind === "switch-root" ? keeping(isUsed) : null),
    "switch-root-spares-mounts": (kind) =>
      kind === "switch-root" ? keeping((see, frame) => see.field("file-covered", frame)) : null,
  },
  lemmas: [
    {
      id: "files-of-kernel",
      statement: "every frame that a file has for itself is the kernel's, of no image, and under no slice",
      holds: (see) =>
        every(["frame"], (frame) =>
          implies(
            see.field("file-copies", frame),
            and(
              see.field("owned", KERNEL, frame),
              ...withoutFiles(see).map((view) => not(see.is(view, frame))),
            ),
          ),
        ),
    },
  ],
};
