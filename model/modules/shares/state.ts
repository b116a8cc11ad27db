/** The state of the module `shares`: for each frame how many hold it beside the first. */
import type { BoundEffect, LaidOut, ModuleState } from "../../rules/module.js";
import { bitsFor, placesOf, read, write } from "../../state/layout.js";
import { planesOf } from "../../state/views.js";
import { hasRole } from "../../words/roles.js";
import { boundIn, type Scope } from "../../words/scope.js";
import { BLOCK_VIEWS } from "../blocks/views.js";
import { SHARE_VIEWS } from "./views.js";

/** The field. */
export const SHARERS = "sharers";

/** The most that hold a frame beside the first. */
function mostBeside(scope: Scope): number {
  return boundIn(scope, "sharers") - 1;
}

export const SHARES_STATE: ModuleState = {
  fields: (scope) => [{ id: SHARERS, entries: scope.frames, bits: bitsFor(mostBeside(scope)) }],
  look: (views, { scope, layout }) => {
    const { bits, offsets, frameWords } = views;
    const own = views.offsetsOf(SHARE_VIEWS);
    const blocks = views.has(BLOCK_VIEWS.begins) ? views.offsetsOf(BLOCK_VIEWS) : null;
    const places = placesOf(layout, SHARERS);
    const most = mostBeside(scope);
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) {
        bits[own.shared + w] = 0;
        // A block of several frames is no one frame.
        const alone = blocks === null ? -1 : bits[blocks.begins + w]! & ~bits[blocks.continued + w]!;
        bits[own.unshareable + w] = ~(bits[offsets.allocated + w]! & alone);
      }
      for (let frame = 0; frame < places.length; frame++) {
        const beside = read(words, at, places[frame]!);
        const bit = 1 << (frame & 31);
        if (beside > 0) bits[own.shared + (frame >>> 5)]! |= bit;
        if (beside === most) bits[own.unshareable + (frame >>> 5)]! |= bit;
      }
    };
  },
  effect: (command, laidOut) => {
    if (command.kind === "share") {
      const place = placesOf(laidOut.layout, SHARERS)[command.frame]!;
      return (words, at) => write(words, at, place, read(words, at, place) + 1);
    }
    return hasRole(command.kind, "gives-allocated", "gives-handle") ? heldOn(laidOut) : null;
  },
};

/** After a frame was given back: where others have it too, it stays theirs, and one holder less has it. */
function heldOn({ scope, layout }: LaidOut): BoundEffect {
  const [allocated] = planesOf(scope, layout);
  const begins = layout.places.get("begins");
  const places = placesOf(layout, SHARERS);
  return (words, at) => {
    for (let frame = 0; frame < places.length; frame++) {
      const beside = read(words, at, places[frame]!);
      const held = allocated![frame >>> 5]!;
      if (beside === 0 || ((read(words, at, held) >>> (frame & 31)) & 1) === 1) continue;
      write(words, at, places[frame]!, beside - 1);
      words[at + held.word]! |= 1 << (held.shift + (frame & 31));
      const begin = begins?.[frame >>> 5];
      if (begin !== undefined) words[at + begin.word]! |= 1 << (begin.shift + (frame & 31));
    }
  };
}
