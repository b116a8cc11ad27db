/** The state of the module `regions`: one bit a unit says that it is not memory, one bit the direction. */

import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitAt, type Layout, type Place, placesOf, read, write } from "../../state/layout.js";
import { type CoreViews, planeOf } from "../../state/views.js";
import type { Command } from "../../words/commands.js";
import { argumentFaults } from "../../words/commands.js";
import { ABSENT, FREE, type FrameRange, METADATA } from "../../words/frames.js";
import { frameMask } from "../../words/ranges.js";
import { gridOf, type Scope, unitsOf } from "../../words/scope.js";
import { GROWTH_VIEWS } from "../growth/views.js";
import { Attempts, flagPlanes, nodePlanes, RegionMap } from "./map.js";
import { REGION_VIEWS } from "./views.js";

export const REGION_STATE: ModuleState = {
  fields: (scope) => [
    { id: "absent", ...planeOf(scope) },
    { id: "bottom-up", entries: 1, bits: 1 },
  ],
  narrow: (views, { layout }) => {
    const absent = placesOf(layout, "absent");
    const { bits, frameWords } = views;
    const own = views.offsetsOf(REGION_VIEWS);
    const memory = own.memory;
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) {
        const gone = read(words, at, absent[w]!);
        bits[own["no-memory"] + w] = gone;
        bits[memory + w] = views.all[w]! & ~gone;
        bits[views.offsets.free + w]! &= ~gone;
      }
      noteExhausted(views);
    };
  },
  look: (views, laidOut) => {
    const places = lookForPlaces(views, laidOut);
    const [direction] = placesOf(laidOut.layout, "bottom-up");
    const { bits, offsets, frameWords } = views;
    const array = views.has(GROWTH_VIEWS.metadata) ? views.offset(GROWTH_VIEWS.metadata) : -1;
    const own = views.offsetsOf(REGION_VIEWS);
    return (words, at) => {
      bits[own["bottom-up"]] = read(words, at, direction!);
      for (let w = 0; w < frameWords; w++) {
        const held = bits[offsets.allocated + w]! | bits[offsets.reserved + w]!;
        const metadata = array < 0 ? 0 : bits[array + w]!;
        bits[own.unusable + w] = views.all[w]! & ~(bits[offsets.free + w]! | held | metadata);
      }
      places(words, at);
    };
  },
  effect: (command, laidOut) =>
    argumentFaults(laidOut.scope, command).length > 0 ? null : regionEffect(command, laidOut),
  unheld: unheldIn,
};

/** Says whether some unit is free, after units were taken out of the view. */
export function noteExhausted({ bits, offsets, frameWords }: CoreViews): void {
  let free = 0;
  for (let w = 0; w < frameWords; w++) free |= bits[offsets.free + w]!;
  bits[offsets.exhausted] = free === 0 ? 1 : 0;
}

/** What a command of the module does to a state; `null` for others. */
export function regionEffect(command: Command, laidOut: LaidOut): BoundEffect | null {
  const { scope, layout } = laidOut;
  switch (command.kind) {
    case "add": {
      const absent = placesOf(layout, "absent");
      const bits = within(scope, command.range);
      const node = nodePlanes(scope, layout)[command.node - 2];
      return (words, at) => {
        for (let w = 0; w < bits.length; w++) {
          const gone = read(words, at, absent[w]!);
          write(words, at, absent[w]!, gone & ~bits[w]!);
          if (node !== undefined) write(words, at, node[w]!, read(words, at, node[w]!) | (gone & bits[w]!));
        }
      };
    }
    case "remove": {
      const gone = Int32Array.from(within(scope, command.range));
      return removing(laidOut, () => gone);
    }
    case "set-direction": {
      const [place] = placesOf(layout, "bottom-up");
      return (words, at) => write(words, at, place!, Number(command.bottomUp));
    }
    default:
      return null;
  }
}

/** The units of a range that are in the pool, as words. */
export function within(scope: Scope, { start, count }: FrameRange): number[] {
  const first = Math.max(0, start);
  const end = Math.min(gridOf(scope), start + count);
  return frameMask(gridOf(scope), { start: first, count: Math.max(0, end - first) });
}

/** Makes the units that `units` names for a state no memory any more, and so without node and flags. */
export function removing(
  { scope, layout }: LaidOut,
  units: (words: Int32Array, at: number) => Int32Array,
): Look {
  const absent = placesOf(layout, "absent");
  const others = [...nodePlanes(scope, layout), ...flagPlanes(layout)];
  return (words, at) => {
    const gone = units(words, at);
    for (let w = 0; w < absent.length; w++) {
      write(words, at, absent[w]!, read(words, at, absent[w]!) | gone[w]!);
      for (let p = 0; p < others.length; p++) keep(words, at, others[p]![w]!, ~gone[w]!);
    }
  };
}

/** Leaves of a place of a plane only the units of `bits`. */
export function keep(words: Int32Array, at: number, place: Place, bits: number): void {
  write(words, at, place, read(words, at, place) & bits);
}

function lookForPlaces(views: CoreViews, { scope, layout, commands }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(REGION_VIEWS);
  const map = new RegionMap(scope, layout);
  const attempts = commands.flatMap((command) =>
    command.kind === "alloc-range" ? [new Attempts(scope, command)] : [],
  );
  const wrong = commands
    .filter(({ kind }) => kind === "alloc-range")
    .map((command) => argumentFaults(scope, command).length > 0);
  const none = views.wordsOf(REGION_VIEWS["no-place"]);
  return (words, at) => {
    map.look(words, at);
    for (let w = 0; w < none; w++) bits[own["no-place"] + w] = 0;
    for (let i = 0; i < attempts.length; i++) {
      const from = own.place + i * frameWords;
      for (let w = 0; w < frameWords; w++) bits[from + w] = 0;
      if (wrong[i] || attempts[i]!.find(map, bits, offsets.free, bits, from)) continue;
      bits[own["no-place"] + (i >>> 5)]! |= 1 << (i & 31);
    }
  };
}

/** What a unit that nobody holds is: `FREE`, `ABSENT` or `METADATA`; `null` where it can only be free. */
function unheldIn({ scope, layout }: LaidOut) {
  const absent = placesOf(layout, "absent");
  const arrays = scope.modules.includes("growth") ? arraysOf(layout) : [];
  return (words: Int32Array, at: number, unit: number): number => {
    for (const place of arrays) {
      const first = read(words, at, place) - 1;
      if (first >= 0 && unit >= first && unit < first + unitsOf(scope)) return METADATA;
    }
    return bitAt(words, at, absent, unit) ? ABSENT : FREE;
  };
}

/** Where the places of the two arrays stand: that of memory, that of reservations. */
export function arraysOf(layout: Layout): readonly [Place, Place] {
  const [memory, reserved] = ["memory-array", "reserved-array"].map((id) => placesOf(layout, id)[0]!);
  return [memory!, reserved!];
}
