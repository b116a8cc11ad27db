/**
 * What the rules of the specification together must keep true of the abstract state itself.
 *
 * Each says that some views never meet in one frame (or one range), or only where another is. They are
 * checked in every state of a search of the specification alone (`broken-invariants.ts`).
 */

import { BLOCK_VIEWS } from "../model/modules/blocks/views.js";
import { BOOT_VIEWS } from "../model/modules/boot/views.js";
import { CONTENTS_VIEWS } from "../model/modules/contents/views.js";
import { FLAG_VIEWS } from "../model/modules/flags/views.js";
import { GROWTH_VIEWS } from "../model/modules/growth/views.js";
import { HAND_OVER_VIEWS } from "../model/modules/hand-over/views.js";
import { HANDLE_VIEWS } from "../model/modules/handles/views.js";
import { NODE_VIEWS } from "../model/modules/nodes/views.js";
import { PROTECTED_VIEWS } from "../model/modules/protected/views.js";
import { PROVENANCE_VIEWS } from "../model/modules/provenance/views.js";
import { REGION_VIEWS } from "../model/modules/regions/views.js";
import { ROOTFS_VIEWS } from "../model/modules/rootfs/views.js";
import { SHARE_VIEWS } from "../model/modules/shares/views.js";
import { CORE_VIEWS } from "../model/state/core-views.js";
import type { View } from "../model/state/view.js";
import { MODULE_IDS, type ModuleId } from "../model/words/scope.js";

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

/** The invariants that each module brings. One that also speaks of another holds where both are in force. */
const INVARIANTS_OF: Readonly<Record<ModuleId, readonly Invariant[]>> = {
  core: [
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
  ],
  blocks: [
    {
      id: "blocks-begin",
      statement: "every block has a first frame, and no frame begins a block without being allocated",
      because: "a frame of a block that nobody can name can never be freed",
      never: [BLOCK_VIEWS.stray],
    },
  ],
  phases: [],
  foreign: [],
  regions: [
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
  ],
  limits: [],
  nodes: [
    {
      id: "nodes-in-memory",
      statement: "what is no memory is on no node",
      because: "a unit that is added is on the node it is added to, and on no other it was on before",
      never: [NODE_VIEWS["on-node"]],
      unless: [REGION_VIEWS.memory],
    },
  ],
  flags: [
    {
      id: "flags-in-memory",
      statement: "what is no memory has no flag",
      because: "a unit that is added is as any other, whatever was there before",
      never: [FLAG_VIEWS.flagged],
      unless: [REGION_VIEWS.memory],
    },
  ],
  "hand-over": [
    {
      id: "pages-after-boot",
      statement: "no unit is allocated before the end of boot",
      because: "the page allocator would hand out what it has not been given",
      never: [CORE_VIEWS.allocated, HAND_OVER_VIEWS.boot],
    },
  ],
  growth: [
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
  ],
  provenance: [
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
  ],
  protected: [
    {
      id: "protected-reserved",
      statement: "every protected frame is reserved",
      because: "protection is for good, and a frame that is not reserved is handed out",
      never: [PROTECTED_VIEWS.protected],
      unless: [CORE_VIEWS.reserved],
    },
  ],
  handles: [
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
  ],
  quarantine: [],
  shares: [
    {
      id: "shared-are-allocated",
      statement: "every frame with several holders is allocated",
      because: "it would be handed out to yet another while the others still hold it",
      never: [SHARE_VIEWS.shared],
      unless: [CORE_VIEWS.allocated],
    },
  ],
  chores: [],
  settling: [],
  resizing: [],
  zones: [],
  contents: [
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
  ],
  rootfs: [
    {
      id: "files-in-reserved",
      statement: "every frame that a file has for itself is reserved",
      because: "who has it open would read what others write there",
      never: [ROOTFS_VIEWS.copies],
      unless: [CORE_VIEWS.reserved],
    },
    {
      id: "shows-in-initrd",
      statement: "every frame that a file shows in place is of an initrd that is reserved",
      because: "there is no copy, so its bytes are those that lie there",
      never: [ROOTFS_VIEWS["in-place"]],
      unless: [BOOT_VIEWS.initrd],
    },
  ],
  boot: [
    {
      id: "initrd-in-reserved",
      statement: "every unit of an initrd that was reserved and not given back is reserved",
      because: "whoever unpacks it would read what others wrote there",
      never: [BOOT_VIEWS.initrd],
      unless: [CORE_VIEWS.reserved],
    },
    {
      id: "crashkernel-in-reserved",
      statement: "every unit of the crash kernel is reserved",
      because: "it is overwritten before anybody needs it",
      never: [BOOT_VIEWS.crash],
      unless: [CORE_VIEWS.reserved],
    },
  ],
};

/** All of them, those of the core first. */
export const INVARIANTS: readonly Invariant[] = MODULE_IDS.flatMap((id) => INVARIANTS_OF[id]);
