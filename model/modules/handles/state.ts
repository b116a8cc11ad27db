/**
 * The state of the module `handles`: for each slot the range it holds, and how.
 *
 * A slot is 0 when it is empty. Otherwise its two lowest bits say what it holds and the rest is the number of
 * the range plus one. A handle that is stale is that and no more: it no longer matters what it was.
 */

import type { BoundEffect, Clause, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitsFor, type Place, placesOf, read } from "../../state/layout.js";
import { put } from "../../state/planes.js";
import { type CoreViews, planesOf } from "../../state/views.js";
import type { Command } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import type { RangeNumbers } from "../../words/range-numbers.js";
import { wordsFor } from "../../words/ranges.js";
import { GIVING, hasRole } from "../../words/roles.js";
import { gridOf, handlesOf, unitsOfFrame } from "../../words/scope.js";
import { HANDLES_LAPSE } from "./rules.js";
import { HANDLE_VIEWS } from "./views.js";

/** What a slot holds: a handle from `alloc-handle` or an address, a slice, or what was one of them. */
const PLAIN = 0;
const SLICE = 1;
const STALE = 2;

/** The frames of every range, `words` words each. */
interface Masks {
  readonly words: number;
  readonly of: Int32Array;
}

function masksOf({ scope, ranges }: Pick<LaidOut, "scope" | "ranges">): Masks {
  return { words: wordsFor(gridOf(scope)), of: ranges.masks() };
}

/** After whatever gave frames back: the handles that name one are stale. Only held frames have others. */
const LAPSE: Clause = {
  ...HANDLES_LAPSE,
  bind: (command, laidOut) => {
    if (!hasRole(command.kind, ...GIVING)) return null;
    const { scope, layout } = laidOut;
    const planes = planesOf(scope, layout);
    const slots = placesOf(layout, "handles");
    const { words: count, of } = masksOf(laidOut);
    return (words, at) => {
      for (let s = 0; s < slots.length; s++) {
        const slot = read(words, at, slots[s]!);
        if (slot === 0) continue;
        let lost = 0;
        for (let w = 0; w < count; w++) {
          let held = 0;
          for (let p = 0; p < planes.length; p++) held |= read(words, at, planes[p]![w]!);
          lost |= of[((slot >>> 2) - 1) * count + w]! & ~held;
        }
        if (lost !== 0) put(words, at, slots[s]!, (slot & ~3) | STALE);
      }
    };
  },
};

export const HANDLE_CLAUSES: readonly Clause[] = [LAPSE];

/** The fields, views and effects of handles; a sweep of the module `quarantine` is one of the effects. */
export const HANDLE_STATE: ModuleState = {
  fields: (scope, ranges) => [{ id: "handles", entries: handlesOf(scope), bits: bitsFor(ranges.count) + 2 }],
  narrow: lookAtHandles, // a slice in a slot is live for every module
  effect: effectOn,
};

/** What a slot holds, by value. */
export interface Held {
  readonly range: FrameRange;
  readonly how: "fresh" | "slice" | "stale";
}

/** What each slot holds in a packed state; `null` where it is empty. */
export function handlesIn(
  layout: LaidOut["layout"],
  numbers: RangeNumbers,
  state: Int32Array,
): (Held | null)[] {
  const { ranges } = numbers;
  return placesOf(layout, "handles").map((place) => {
    const slot = read(state, 0, place);
    const range = ranges[(slot >>> 2) - 1];
    const how = (slot & 3) === STALE ? "stale" : (slot & 3) === SLICE ? "slice" : "fresh";
    return range === undefined ? null : { range, how };
  });
}

function lookAtHandles(views: CoreViews, laidOut: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(HANDLE_VIEWS);
  const slots = placesOf(laidOut.layout, "handles");
  const { of } = masksOf(laidOut);
  return (words, at) => {
    let full = 1;
    let empty = 0;
    let stale = 0;
    let reserved = 0;
    for (let w = 0; w < frameWords; w++) {
      bits[own.fresh + w] = 0;
      bits[own.waiting + w] = 0;
      bits[own["held-slice"] + w] = 0;
    }
    for (let s = 0; s < slots.length; s++) {
      const slot = read(words, at, slots[s]!);
      if (slot === 0) {
        full = 0;
        empty |= 1 << s;
        continue;
      }
      const how = slot & 3;
      const first = ((slot >>> 2) - 1) * frameWords;
      if (how === STALE) stale |= 1 << s;
      for (let w = 0; w < frameWords; w++) {
        const mask = of[first + w]!;
        bits[(how === STALE ? own.waiting : own.fresh) + w]! |= mask;
        if (how !== STALE && (mask & bits[offsets.reserved + w]!) !== 0) reserved |= 1 << s;
        if (how !== SLICE) continue;
        bits[own["held-slice"] + w]! |= mask;
        bits[offsets.live + w]! |= mask; // a slice is a slice: it keeps its frames from being released
      }
    }
    bits[own["handles-full"]] = full;
    bits[own["slot-empty"]] = empty;
    bits[own["slot-stale"]] = stale;
    bits[own["slot-reserved"]] = reserved;
  };
}

function effectOn(command: Command, laidOut: LaidOut): BoundEffect | null {
  const { scope, layout, ranges } = laidOut;
  const slots = placesOf(layout, "handles");
  const entry = (range: FrameRange, how: number) => ((ranges.numberOf(range) + 1) << 2) | how;
  switch (command.kind) {
    case "alloc-handle": {
      const entries = Int32Array.from({ length: scope.frames }, (_, frame) =>
        entry(unitsOfFrame(scope, frame), PLAIN),
      );
      return (words, at, answer) => putLowest(words, at, slots, entries[answer]!);
    }
    case "hold":
    case "expose": {
      const held = entry(command.range, command.kind === "hold" ? SLICE : PLAIN);
      return (words, at) => putLowest(words, at, slots, held);
    }
    case "free-handle":
      return freeHeld(slots[command.slot]!, laidOut);
    case "forget":
      return (words, at) => put(words, at, slots[command.slot]!, 0);
    case "sweep":
      return (words, at) => {
        for (let s = 0; s < slots.length; s++)
          if ((read(words, at, slots[s]!) & 3) === STALE) put(words, at, slots[s]!, 0);
      };
    default:
      return null;
  }
}

/** The frames that a slot names are no longer allocated. */
function freeHeld(slot: Place, laidOut: LaidOut): BoundEffect {
  const { scope, layout } = laidOut;
  const { words: count, of } = masksOf(laidOut);
  const planes = [planesOf(scope, layout)[0]!, layout.places.get("begins") ?? []];
  return (words, at) => {
    if (read(words, at, slot) === 0) return; // a specification without its rules gets here
    const first = ((read(words, at, slot) >>> 2) - 1) * count;
    for (let p = 0; p < planes.length; p++)
      for (let w = 0; w < planes[p]!.length; w++) {
        const { word, shift } = planes[p]![w]!;
        words[at + word]! &= ~(of[first + w]! << shift);
      }
  };
}

/** Fills the lowest empty slot; there is one, or the bound of the scope was in the way. */
function putLowest(words: Int32Array, at: number, slots: readonly Place[], entry: number): void {
  let s = 0;
  while (s < slots.length && read(words, at, slots[s]!) !== 0) s++;
  if (s === slots.length) throw new Error("internal: a handle beyond the bound of the scope");
  put(words, at, slots[s]!, entry);
}
