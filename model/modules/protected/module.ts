/**
 * The module `protected`: reserved frames with a purpose of their own, which a release passes over.
 *
 * The crash kernel, the device tree, the kernel's image and the allocator's own tables may lie inside a range
 * that is released as a whole. They are subtracted from it, and stay reserved for good.
 */

import type { BoundEffect, Clause, Module, ModuleState } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { type Layout, placesOf, read } from "../../state/layout.js";
import { rangeBits } from "../../state/planes.js";
import { planeOf, planesOf } from "../../state/views.js";
import { argumentFaults } from "../../words/commands.js";
import { hasRole } from "../../words/roles.js";
import type { Scope } from "../../words/scope.js";
import { PROTECTED_INVARIANTS } from "./invariants.js";
import { PROTECTED_STRIP } from "./strip.js";
import { PROTECTED_VIEWS } from "./views.js";

/** The rows of the module. */
export const PROTECTED_RULES: readonly CommandRule[] = [
  {
    kind: "protect",
    statement: "the frames of the range stay reserved for good, whatever is released",
    because: "some reservations are for as long as the machine runs, and lie inside others that are not",
    reasons: [
      {
        id: "not-reserved",
        statement: "protect is refused when some frame of the range is not reserved",
        because: "a frame that is handed out, or may be, is kept for nothing",
        when: CORE_VIEWS.unreserved,
        needs: { commands: ["protect"] },
      },
    ],
    bound: null,
    answer: null,
    needs: { commands: ["reserve", "protect"] },
  },
];

/** A release gives back what is not protected; the rest stays with the owner. */
const SPARED: Clause = {
  id: "release-spares-protected",
  statement:
    "a release leaves the protected frames of its range, or of an image, reserved, and frees the others",
  because: "the crash kernel or the device tree lies inside what is released, and is needed on",
  spares: true,
  bind: (command, { scope, layout }) => {
    if (hasRole(command.kind, "gives-image")) return sparedOfImages(scope, layout);
    if (command.kind !== "release" || argumentFaults(scope, command).length > 0) return null;
    const owned = planesOf(scope, layout)[command.owner]!;
    const places = placesOf(layout, "protected");
    const within = rangeBits(scope, command.range);
    return (words, at) => {
      for (let w = 0; w < within.length; w++)
        words[at + owned[w]!.word]! |= (read(words, at, places[w]!) & within[w]!) << owned[w]!.shift;
    };
  },
};

/** An image is the kernel's, and so stays with owner 1 what of it is protected. */
function sparedOfImages(scope: Scope, layout: Layout): BoundEffect {
  const [, owned, ...others] = planesOf(scope, layout);
  const places = placesOf(layout, "protected");
  return (words, at) => {
    for (let w = 0; w < owned!.length; w++) {
      let elsewhere = 0;
      for (let p = 0; p < others.length; p++) elsewhere |= read(words, at, others[p]![w]!);
      words[at + owned![w]!.word]! |= (read(words, at, places[w]!) & ~elsewhere) << owned![w]!.shift;
    }
  };
}

/** One bit a frame. */
export const PROTECTED_STATE: ModuleState = {
  fields: (scope) => [{ id: "protected", ...planeOf(scope) }],
  look: (views, { layout }) => {
    const { bits, frameWords } = views;
    const own = views.offset(PROTECTED_VIEWS.protected);
    const places = placesOf(layout, "protected");
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) bits[own + w] = read(words, at, places[w]!);
    };
  },
  effect: (command, { scope, layout }) => {
    if (command.kind !== "protect") return null;
    const places = placesOf(layout, "protected");
    const within = rangeBits(scope, command.range);
    return (words, at) => {
      for (let w = 0; w < within.length; w++) words[at + places[w]!.word]! |= within[w]! << places[w]!.shift;
    };
  },
};

/** The module `protected`, whole. */
export const PROTECTED: Module = {
  id: "protected",
  statement: "some reserved frames have a purpose of their own, which a release passes over",
  rules: PROTECTED_RULES,
  invariants: PROTECTED_INVARIANTS,
  views: PROTECTED_VIEWS,
  state: PROTECTED_STATE,
  clauses: [SPARED],
  strip: PROTECTED_STRIP,
  frameKinds: [{ id: "protected", view: PROTECTED_VIEWS.protected, rank: 5, beside: true }],
  holders: [
    {
      id: "protected",
      view: PROTECTED_VIEWS.protected,
      givenBackBy: [],
      forEver: "it was protected for good",
    },
  ],
  words: [["protected", "reserved for good, whatever is released around it: a crash kernel, a device tree"]],
};
