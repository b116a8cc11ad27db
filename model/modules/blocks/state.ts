/**
 * The state of the module `blocks`: one more bit a frame says that a block begins there; the allocated frames
 * behind it that have no such bit belong to it.
 */

import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { type CoreViews, planeOf, planesOf } from "../../state/views.js";
import { argumentFaults } from "../../words/commands.js";
import { wordsFor } from "../../words/ranges.js";
import { gridOf, isAligned } from "../../words/scope.js";
import type { Shape } from "./rules.js";
import { BLOCK_VIEWS } from "./views.js";

export const BLOCK_STATE: ModuleState = {
  fields: (scope) => [{ id: "begins", ...planeOf(scope) }],
  look: (views, laidOut) => {
    const blocks = lookAtBlocks(views, laidOut);
    const room = lookForRoom(views, laidOut);
    return (words, at) => {
      blocks(words, at);
      room(words, at);
    };
  },
  effect: (command, laidOut) =>
    command.kind === "free" && argumentFaults(laidOut.scope, command).length === 0
      ? freeRest(command.frame, laidOut)
      : null,
};

function lookAtBlocks(views: CoreViews, { layout }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(BLOCK_VIEWS);
  const places = placesOf(layout, "begins");
  return (words, at) => {
    for (let w = 0; w < frameWords; w++) {
      const begins = read(words, at, places[w]!);
      bits[own.begins + w] = begins;
      bits[own.inside + w] = bits[offsets.allocated + w]! & ~begins;
    }
    for (let w = 0; w < frameWords; w++) {
      const inside = bits[own.inside + w]!;
      const insideNext = w + 1 < frameWords ? bits[own.inside + w + 1]! : 0;
      bits[own.continued + w] = (inside >>> 1) | (insideNext << 31);
      const before = w > 0 ? bits[offsets.allocated + w - 1]! >>> 31 : 0;
      const allocated = bits[offsets.allocated + w]!;
      bits[own.stray + w] = (inside & ~((allocated << 1) | before)) | (bits[own.begins + w]! & ~allocated);
    }
  };
}

/** A run of one more frame begins where one begins that is followed by a free frame. */
function lookForRoom(views: CoreViews, { scope, commands }: LaidOut): Look {
  const { bits, frameWords } = views;
  const own = views.offsetsOf(BLOCK_VIEWS);
  const shapes = commands.flatMap((command): Shape[] => (command.kind === "alloc-block" ? [command] : []));
  const frames = gridOf(scope);
  /** For each shape the frames it may begin at, `frameWords` words each. */
  const aligned = new Int32Array(shapes.length * frameWords);
  shapes.forEach(({ align }, s) => {
    for (let frame = 0; frame < frames; frame++)
      if (isAligned(scope, frame, align)) aligned[s * frameWords + (frame >>> 5)]! |= 1 << (frame & 31);
  });
  /** For each length the frames with which a free run of it begins. */
  const runs = new Int32Array((Math.max(frames, ...shapes.map(({ count }) => count)) + 1) * frameWords);
  const none = wordsFor(shapes.length);
  return () => {
    for (let w = 0; w < frameWords; w++) runs[w] = -1;
    for (let count = 1; count * frameWords < runs.length; count++)
      for (let w = 0; w < frameWords; w++)
        runs[count * frameWords + w] =
          runs[(count - 1) * frameWords + w]! & freeFrom(views, count - 1 + 32 * w);
    for (let w = 0; w < none; w++) bits[own["no-room"] + w] = 0;
    for (let s = 0; s < shapes.length; s++) {
      let places = 0;
      for (let w = 0; w < frameWords; w++) {
        const room = runs[shapes[s]!.count * frameWords + w]! & aligned[s * frameWords + w]!;
        bits[own.room + s * frameWords + w] = room;
        places |= room;
      }
      if (places === 0) bits[own["no-room"] + (s >>> 5)]! |= 1 << (s & 31);
    }
  };
}

/** The free bits of 32 frames from `frame` on; of frames that are not there, none. */
function freeFrom({ bits, offsets, frameWords }: CoreViews, frame: number): number {
  const w = frame >>> 5;
  const shift = frame & 31;
  if (w >= frameWords) return 0;
  const low = bits[offsets.free + w]! >>> shift;
  if (shift === 0 || w + 1 >= frameWords) return low;
  return low | (bits[offsets.free + w + 1]! << (32 - shift));
}

/** A `free` takes the whole block along, whose length the state alone knows. */
function freeRest(first: number, { scope, layout }: LaidOut): BoundEffect {
  const allocated = planesOf(scope, layout)[0]!;
  const begins = placesOf(layout, "begins");
  return (words, at) => {
    for (let frame = first + 1; frame < gridOf(scope); frame++) {
      const { word, shift } = allocated[frame >>> 5]!;
      const bit = frame & 31;
      if (((read(words, at, begins[frame >>> 5]!) >>> bit) & 1) === 1) return;
      if (((words[at + word]! >>> (shift + bit)) & 1) === 0) return;
      words[at + word]! &= ~(1 << (shift + bit));
    }
  };
}
