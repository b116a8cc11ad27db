/**
 * The state of the module `provenance`: the ranges of the stashed slices and of those that files show, each
 * in a bag of its own beside that of the core, and one bit a frame for what was leaked.
 *
 * The bound of the scope is on all slices that can still end, whoever keeps them.
 */

import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitsFor, placesOf, read } from "../../state/layout.js";
import { RangeList, rangeBits } from "../../state/planes.js";
import { type CoreViews, planeOf } from "../../state/views.js";
import type { Command } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import { PROVENANCE_VIEWS } from "./views.js";

export const PROVENANCE_STATE: ModuleState = {
  fields: (scope, ranges) => {
    const list = { entries: scope.slices, bits: bitsFor(ranges.count) };
    return [
      { id: "stashed", ...list },
      { id: "shown", ...list },
      { id: "leaked", ...planeOf(scope) },
    ];
  },
  look: lookAtKeepers,
  effect: effectOn,
};

function lookAtKeepers(views: CoreViews, laidOut: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(PROVENANCE_VIEWS);
  const { layout, commands, ranges } = laidOut;
  const rangeWords = views.wordsOf(PROVENANCE_VIEWS.unstashed);
  const masks = ranges.masks();
  const keepers = [
    { places: placesOf(layout, "stashed"), frames: own.stashed, without: own.unstashed },
    { places: placesOf(layout, "shown"), frames: own.shown, without: own.unshown },
  ];
  const live = placesOf(layout, "slices");
  const leaked = placesOf(layout, "leaked");
  const derives = commands.filter((command) => command.kind === "derive");
  const parents = Int32Array.from(derives, ({ from }) => ranges.numberOf(from));
  derives.forEach(({ from, range }, i) => {
    if (!isInside(range, from)) bits[own.outside + (i >>> 5)]! |= 1 << (i & 31);
  });
  return (words, at) => {
    let count = 0;
    for (let i = 0; i < live.length; i++) if (read(words, at, live[i]!) !== 0) count++;
    for (let k = 0; k < keepers.length; k++) {
      const { places, frames, without } = keepers[k]!;
      for (let w = 0; w < frameWords; w++) bits[frames + w] = 0;
      for (let w = 0; w < rangeWords; w++) bits[without + w] = -1;
      for (let i = 0; i < places.length; i++) {
        const range = read(words, at, places[i]!) - 1;
        if (range < 0) break;
        count++;
        for (let w = 0; w < frameWords; w++) bits[frames + w]! |= masks[range * frameWords + w]!;
        bits[without + (range >>> 5)]! &= ~(1 << (range & 31));
      }
    }
    for (let w = 0; w < frameWords; w++) bits[own.leaked + w] = read(words, at, leaked[w]!);
    for (let w = 0; w < rangeWords; w++) bits[own.stashes + w] = ~bits[own.unstashed + w]!;
    for (let w = 0; w < rangeWords; w++) bits[own.shows + w] = ~bits[own.unshown + w]!;
    bits[offsets["slices-full"]] = count === live.length ? 1 : 0;
    for (let i = 0; i < parents.length; i++) {
      const range = parents[i]!;
      const none = bits[offsets.absent + (range >>> 5)]! & bits[own.unstashed + (range >>> 5)]!;
      const bit = 1 << (i & 31);
      if (((none >>> (range & 31)) & 1) === 1) bits[own.orphan + (i >>> 5)]! |= bit;
      else bits[own.orphan + (i >>> 5)]! &= ~bit;
    }
  };
}

/** What the commands do beyond what the core does with its own slices. */
function effectOn(command: Command, { scope, layout, ranges }: LaidOut): BoundEffect | null {
  const bag = (field: string) => new RangeList(layout, field);
  switch (command.kind) {
    case "stash":
    case "insert": {
      const kept = bag(command.kind === "stash" ? "stashed" : "shown");
      const entry = ranges.numberOf(command.range) + 1;
      return (words, at) => kept.add(words, at, entry);
    }
    case "unstash":
    case "evict": {
      const kept = bag(command.kind === "unstash" ? "stashed" : "shown");
      const entry = ranges.numberOf(command.range) + 1;
      return (words, at) => kept.take(words, at, entry);
    }
    case "leak": {
      const places = placesOf(layout, "leaked");
      const within = rangeBits(scope, command.range);
      return (words, at) => {
        for (let w = 0; w < within.length; w++)
          words[at + places[w]!.word]! |= within[w]! << places[w]!.shift;
      };
    }
    case "return": {
      const live = bag("slices");
      return (words, at) => live.clear(words, at);
    }
    default:
      return null;
  }
}

function isInside(inner: FrameRange, outer: FrameRange): boolean {
  return inner.start >= outer.start && inner.start + inner.count <= outer.start + outer.count;
}
