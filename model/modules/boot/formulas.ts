/** The module `boot` as formulas. Where frames begin inside an image is left open: an image is its bytes. */
import {
  and,
  atMost,
  constant,
  equal,
  every,
  implies,
  less,
  not,
  or,
  some,
  type Term,
  TRUE,
  within,
} from "../../logic/term.js";
import type { Effect, Formulas, Sight, StateField, ViewFormula, ViewFormulas } from "../../rules/formulas.js";
import { flag, inPool, POOL_END, plane, scalar } from "../../rules/state-fields.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { placesOf, read } from "../../state/layout.js";
import type { View } from "../../state/view.js";
import { KERNEL } from "../core/formulas.js";
import { PHASE_VIEWS } from "../phases/views.js";
import { PROVENANCE_VIEWS } from "../provenance/views.js";
import { imagesOf } from "./images.js";
import { STAGES } from "./state.js";
import { BOOT_VIEWS } from "./views.js";

const NOWHERE = constant(0);
const STAGE = "initrd-stage";
const BYTES_ALONE = "of the frames of an initrd only its bytes are looked at";

/** Where the initrd begins and ends: both 0 where there is none. */
function bound(name: string, of: (image: { start: number; count: number }) => number): StateField {
  return {
    ...scalar(name, (see) => atMost(NOWHERE, see.field(name))),
    read: ({ scope, layout }) => {
      const images = imagesOf(scope);
      const [place] = placesOf(layout, "initrd");
      return (words, at) => {
        const image = images[read(words, at, place!) - 1];
        return image === undefined ? 0 : of(image);
      };
    },
  };
}

/** Whether a unit holds a byte of the initrd, be it reserved or not. */
function isOfInitrd(see: Sight, unit: Term): Term {
  return and(inPool(unit), within(unit, see.field("initrd-low"), see.field("initrd-high")));
}

function isAt(...stages: readonly number[]): ViewFormula {
  return {
    over: "whole",
    is: (see) => or(...stages.map((stage) => equal(see.field(STAGE), constant(stage)))),
  };
}

/** Whether some byte of the initrd is in a view. */
function someByte(view: View): ViewFormula {
  return {
    over: "whole",
    wider: BYTES_ALONE,
    is: (see) => some(["frame"], (unit) => and(isOfInitrd(see, unit), see.is(view, unit))),
  };
}

/** The views that rules and invariants name. */
type Named = Exclude<keyof typeof BOOT_VIEWS, "edge-bytes" | "kept" | "edge-shared">;

const VIEWS: ViewFormulas<Named> = {
  initrd: {
    over: "frames",
    is: (see, unit) =>
      and(
        atMost(constant(STAGES.RESERVED), see.field(STAGE)),
        atMost(see.field(STAGE), constant(STAGES.READ)),
        isOfInitrd(see, unit),
      ),
  },
  crash: { over: "frames", is: (see, unit) => see.field("crash", unit) },
  image: {
    over: "frames",
    is: (see, unit) => or(see.is(BOOT_VIEWS.initrd, unit), see.is(BOOT_VIEWS.crash, unit)),
  },
  "crash-taken": {
    over: "frames",
    wider: BYTES_ALONE,
    is: (see, unit) => and(see.is(CORE_VIEWS.reserved, unit), not(see.is(BOOT_VIEWS.initrd, unit))),
  },
  edges: { over: "commands", wider: "which edge frames come back is left open", is: () => TRUE },
  "no-initrd": isAt(STAGES.NONE),
  "initrd-placed": { over: "whole", is: (see) => not(see.is(BOOT_VIEWS["no-initrd"])) },
  "initrd-refused": isAt(STAGES.PLACED),
  "initrd-unread": isAt(STAGES.RESERVED, STAGES.UNPACKING),
  "initrd-read": isAt(STAGES.UNPACKING, STAGES.READ),
  "initrd-freed": isAt(STAGES.FREED),
  "initrd-idle": { over: "whole", is: (see) => not(equal(see.field(STAGE), constant(STAGES.UNPACKING))) },
  "initrd-lent": {
    over: "whole",
    is: (see) => {
      const { stashed, shown, leaked } = PROVENANCE_VIEWS;
      const slices = [CORE_VIEWS.live, ...(see.has("provenance") ? [stashed, shown, leaked] : [])];
      return some(["frame"], (unit) =>
        and(see.is(BOOT_VIEWS.initrd, unit), or(...slices.map((view) => see.is(view, unit)))),
      );
    },
  },
  "initrd-beyond": {
    over: "whole",
    wider: BYTES_ALONE,
    is: (see) => {
      const holders = [CORE_VIEWS.reserved, CORE_VIEWS.allocated, CORE_VIEWS.free];
      return or(
        less(POOL_END, see.field("initrd-high")),
        some(["frame"], (unit) =>
          and(isOfInitrd(see, unit), not(or(...holders.map((view) => see.is(view, unit))))),
        ),
      );
    },
  },
  "initrd-taken": someByte(CORE_VIEWS.reserved),
  "initrd-overrun": someByte(CORE_VIEWS.allocated),
  "initrd-retained": { over: "whole", is: (see) => see.field("initrd-retained") },
  "crash-placed": {
    over: "whole",
    is: (see) => some(["frame"], (unit) => see.is(BOOT_VIEWS.crash, unit)),
  },
  early: { over: "whole", is: (see) => not(see.is(PHASE_VIEWS["boot-over"])) },
};

/** How far the initrd has come. */
function goesOn(stage: number): Effect {
  return { changes: () => ({ [STAGE]: () => constant(stage) }) };
}

/** Some units become the kernel's. */
function reserving(see: Sight, which: (unit: Term) => Term) {
  return (owner: Term | undefined, unit: Term | undefined) =>
    or(and(equal(owner!, KERNEL), which(unit!)), see.field("owned", owner!, unit!));
}

/** Of the bytes of the initrd some come back, and nobody finds it then. */
const FREES: Effect = {
  wider: "which bytes of an initrd are given back is left open",
  where: (see, { cut }) => every(["frame"], (unit) => implies(cut(unit), isOfInitrd(see, unit))),
  changes: (see, { cut }) => ({
    owned: (owner, unit) =>
      and(not(and(equal(owner!, KERNEL), cut(unit!))), see.field("owned", owner!, unit!)),
    "initrd-low": () => NOWHERE,
    "initrd-high": () => NOWHERE,
    [STAGE]: () => constant(STAGES.FREED),
  }),
};

/** What of the initrd is also the crash kernel's stays. */
const SPARES: Effect = {
  changes: (see) => ({ owned: reserving(see, (unit) => see.is(BOOT_VIEWS.crash, unit)) }),
};

export const BOOT_FORMULAS: Formulas = {
  fields: [
    bound("initrd-low", ({ start }) => start),
    bound("initrd-high", ({ start, count }) => start + count),
    scalar(STAGE, (see) =>
      and(atMost(NOWHERE, see.field(STAGE)), atMost(see.field(STAGE), constant(STAGES.FREED))),
    ),
    flag("initrd-retained"),
    plane("crash"),
  ],
  views: VIEWS,
  effects: {
    "place-initrd": {
      changes: (_, { imageLow, imageHigh }) => ({
        "initrd-low": () => imageLow,
        "initrd-high": () => imageHigh,
        [STAGE]: () => constant(STAGES.PLACED),
      }),
    },
    "retain-initrd": { changes: () => ({ "initrd-retained": () => TRUE }) },
    "reserve-crashkernel": {
      changes: (see, { low, high }) => ({
        crash: (unit) => or(within(unit!, low, high), see.field("crash", unit!)),
        owned: reserving(see, (unit) => within(unit, low, high)),
      }),
    },
    "reserve-initrd": {
      changes: (see) => ({
        owned: reserving(see, (unit) => isOfInitrd(see, unit)),
        [STAGE]: () => constant(STAGES.RESERVED),
      }),
    },
    "unpack-initrd": goesOn(STAGES.UNPACKING),
    "end-unpack": goesOn(STAGES.READ),
    "free-initrd": FREES,
  },
  clauses: { "free-initrd-spares-crashkernel": (kind) => (kind === "free-initrd" ? SPARES : null) },
  lemmas: [
    {
      id: "initrd-somewhere",
      statement: "an initrd that there is not, or that was given back, lies nowhere",
      holds: (see) =>
        or(
          and(see.is(BOOT_VIEWS["initrd-placed"]), not(see.is(BOOT_VIEWS["initrd-freed"]))),
          not(some(["frame"], (unit) => isOfInitrd(see, unit))),
        ),
    },
    {
      id: "images-of-kernel",
      statement: "every unit of an initrd that is reserved, and of the crash kernel, is the kernel's",
      holds: (see) =>
        every(["frame"], (unit) => implies(see.is(BOOT_VIEWS.image, unit), see.field("owned", KERNEL, unit))),
    },
  ],
};
