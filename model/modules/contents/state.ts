/** The state of the module `contents`: three bits a held frame, for zeroed, kept and poisoned. */

import type { BoundEffect, Clause, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitAt, type Layout, type Place, placesOf, read } from "../../state/layout.js";
import { put, rangeBits } from "../../state/planes.js";
import { type CoreViews, planeOf, planesOf } from "../../state/views.js";
import { argumentFaults } from "../../words/commands.js";
import { CONTENTS, type FrameRange, UNKNOWN } from "../../words/frames.js";
import { GIVING, hasRole } from "../../words/roles.js";
import { gridOf, type Scope, unitsOfFrame } from "../../words/scope.js";
import { PROVENANCE_VIEWS } from "../provenance/views.js";
import { CONTENTS_VIEWS } from "./views.js";

/** The fields, a plane each. */
export const CONTENT_FIELDS = ["zeroed", "kept", "poisoned"] as const;
type Content = (typeof CONTENT_FIELDS)[number];

/** What is handed out is zeros, but where it was asked for raw. */
const ZEROED: Clause = {
  id: "alloc-zeroes",
  statement: "a frame that is handed out holds zeros, unless it was asked for raw",
  because: "who gets a frame must not read what its last holder wrote there",
  bind: (command, { scope, layout }) => {
    if (argumentFaults(scope, command).length > 0) return null;
    if (command.kind === "alloc-block") {
      const { count } = command;
      return settingOne(scope, layout, (start) => ({ start, count }), gridOf(scope) - count + 1);
    }
    if (command.kind === "alloc-raw" || !hasRole(command.kind, "takes-frame")) return null;
    return settingOne(scope, layout, (frame) => unitsOfFrame(scope, frame), scope.frames);
  },
};

/** What is given back holds nothing that anybody may rely on. */
const ENDED: Clause = {
  id: "contents-end",
  statement: "what a frame held does not matter once it is released or freed",
  because: "the next holder gets zeros, or has asked for a frame as it is",
  bind: (command, { scope, layout }) => {
    if (!hasRole(command.kind, ...GIVING)) return null;
    const planes = planesOf(scope, layout);
    const contents = CONTENT_FIELDS.map((field) => placesOf(layout, field));
    return (words, at) => {
      for (let w = 0; w < planes[0]!.length; w++) {
        let held = 0;
        for (let p = 0; p < planes.length; p++) held |= read(words, at, planes[p]![w]!);
        for (let f = 0; f < contents.length; f++) {
          const place = contents[f]![w]!;
          put(words, at, place, read(words, at, place) & held);
        }
      }
    };
  },
};

export const CONTENTS_CLAUSES: readonly Clause[] = [ZEROED, ENDED];

export const CONTENTS_STATE: ModuleState = {
  fields: (scope) => CONTENT_FIELDS.map((id) => ({ id, ...planeOf(scope) })),
  look: lookAtContents,
  effect: (command, { scope, layout }) => {
    switch (command.kind) {
      case "load":
        return setting(scope, layout, command.range, "kept");
      case "poison":
        return setting(scope, layout, command.range, "poisoned");
      case "write":
        return setting(scope, layout, unitsOfFrame(scope, command.frame), "kept");
      default:
        return null;
    }
  },
};

function lookAtContents(views: CoreViews, { layout }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(CONTENTS_VIEWS);
  const places = CONTENT_FIELDS.map((field) => placesOf(layout, field));
  const lends = [
    offsets.live,
    ...[PROVENANCE_VIEWS.stashed, PROVENANCE_VIEWS.shown, PROVENANCE_VIEWS.leaked]
      .filter((view) => views.has(view))
      .map((view) => views.offset(view)),
  ];
  return (words, at) => {
    for (let w = 0; w < frameWords; w++) {
      const zeroed = read(words, at, places[0]![w]!);
      const kept = read(words, at, places[1]![w]!);
      const poisoned = read(words, at, places[2]![w]!);
      bits[own.filled + w] = zeroed | kept | poisoned;
      bits[own.twofold + w] = (zeroed & kept) | (zeroed & poisoned) | (kept & poisoned);
      let lent = 0;
      for (let i = 0; i < lends.length; i++) lent |= bits[lends[i]! + w]!;
      bits[own.lent + w] = lent;
    }
  };
}

/** Sets what the frames of a range hold, each one thing. */
function setting(scope: Scope, layout: Layout, range: FrameRange, content: Content): BoundEffect {
  const within = rangeBits(scope, range);
  const places = CONTENT_FIELDS.map((field) => placesOf(layout, field));
  const chosen = CONTENT_FIELDS.indexOf(content);
  return (words, at) => {
    for (let f = 0; f < places.length; f++)
      for (let w = 0; w < within.length; w++) {
        const place = places[f]![w]!;
        const rest = read(words, at, place) & ~within[w]!;
        put(words, at, place, f === chosen ? rest | within[w]! : rest);
      }
  };
}

/** Marks as zeroed the frames that belong to an answer. */
function settingOne(
  scope: Scope,
  layout: Layout,
  of: (answer: number) => FrameRange,
  answers: number,
): BoundEffect {
  const effects = Array.from({ length: answers }, (_, i) => setting(scope, layout, of(i), "zeroed"));
  return (words, at, answer) => effects[answer]!(words, at, 0);
}

/** What a frame holds in the state at `words[at]`: a number of `CONTENTS`, or `UNKNOWN`. */
export function contentsReader(
  layout: Layout,
  scope: Scope,
): (words: Int32Array, at: number, frame: number) => number {
  const planes: readonly (readonly [number, readonly Place[]])[] = [
    [CONTENTS.ZEROED, placesOf(layout, "zeroed")],
    [CONTENTS.KEPT, placesOf(layout, "kept")],
    [CONTENTS.POISONED, placesOf(layout, "poisoned")],
  ];
  return (words, at, frame) => {
    const { start: unit } = unitsOfFrame(scope, frame); // of a frame that is held by parts, the first says
    for (let p = 0; p < planes.length; p++) {
      const [content, places] = planes[p]!;
      if (bitAt(words, at, places, unit)) return content;
    }
    return UNKNOWN;
  };
}
