/** The effects a weaker contract may give commands about regions: sets that unite and intersect. */

import { flagEffect, markEffect } from "../modules/flags/state.js";
import { limitEffect } from "../modules/limits/state.js";
import { regionEffect } from "../modules/regions/state.js";
import type { BoundEffect, LaidOut } from "../rules/module.js";
import type { Command, CommandKind } from "../words/commands.js";
import { kindsWith } from "../words/roles.js";
import type { InsteadEffect } from "./named.js";

/** The effects that are a rule's own, which a state in which the command is refused would not hinder. */
const REGION_EFFECTS = [
  "add-the-absent",
  "remove-the-present",
  "cut-all-the-same",
  "mark-the-present",
] as const satisfies InsteadEffect[];

/** What each effect does, for the table of all. */
export const REGION_INSTEADS = {
  "release-the-reserved": {
    kinds: ["release"],
    statement: "the frames of the range that anyone reserved become free, the others stay as they are",
  },
  "add-the-absent": {
    kinds: ["add"],
    statement: "what of the range is no memory becomes memory of the node, the rest stays as it is",
  },
  "remove-the-present": {
    kinds: ["remove"],
    statement: "what of the range is memory no longer is, and reservations stay as they are",
  },
  "cut-all-the-same": {
    kinds: kindsWith("cuts"),
    statement: "what is cut off goes, whoever has reserved it",
  },
  "mark-the-present": {
    kinds: kindsWith("describes"),
    statement: "what of the range is memory is marked, or no longer, and the rest is left alone",
  },
} as const satisfies {
  readonly [E in InsteadEffect]?: { readonly kinds: readonly CommandKind[]; readonly statement: string };
};

/** Whether an effect is one of these. */
export function isRegional(effect: InsteadEffect): boolean {
  return REGION_EFFECTS.some((regional) => regional === effect);
}

/** What a command about regions does by its rule, to the part of its range in the pool. */
export function regionInstead(command: Command, laidOut: LaidOut): BoundEffect {
  const bound =
    regionEffect(command, laidOut) ??
    limitEffect(command, laidOut) ??
    markEffect(command, laidOut) ??
    flagEffect(command, laidOut);
  if (bound === null) throw new Error(`internal: ${command.kind} has no effect on regions`);
  return bound;
}
