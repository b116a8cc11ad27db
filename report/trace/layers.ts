/** What modules know of frames beyond who holds them, as layers of the strip of a moment. */

import { contentsReader } from "../../model/modules/contents/state.js";
import { handlesIn } from "../../model/modules/handles/state.js";
import type { Specification } from "../../model/specification/specification.js";
import { placesOf, read } from "../../model/state/layout.js";
import { describeRange } from "../../model/trace/command-text.js";
import { CONTENTS, type FrameRange } from "../../model/words/commands.js";
import { gridOf, rangesOf } from "../../model/words/scope.js";

/** One line below a strip: a sign for each frame, a blank where there is nothing to say, and words for it. */
export interface Layer {
  readonly signs: readonly string[];
  readonly text: string;
}

const CONTENT_SIGNS: ReadonlyMap<number, string> = new Map([
  [CONTENTS.ZEROED, "z"],
  [CONTENTS.KEPT, "k"],
  [CONTENTS.POISONED, "p"],
]);

/** The layers of a packed state that say something. */
export function layersOf({ scope, layout }: Specification, state: Int32Array): Layer[] {
  const has = (id: string) => scope.modules.some((module) => module === id);
  const frames = Array.from({ length: gridOf(scope) }, (_, frame) => frame);
  const under = (sign: string, ranges: readonly FrameRange[]) =>
    frames.map((f) => (ranges.some(({ start, count }) => f >= start && f < start + count) ? sign : " "));
  const plane = (field: string, sign: string) => {
    const places = placesOf(layout, field);
    return frames.map((f) => (((read(state, 0, places[f >>> 5]!) >>> (f & 31)) & 1) === 1 ? sign : " "));
  };
  const list = (ranges: readonly FrameRange[]) =>
    ranges.map((range) => `[${describeRange(range)}]`).join(", ");
  const listed = (field: string) => {
    const ranges = rangesOf(gridOf(scope));
    return placesOf(layout, field)
      .flatMap((place) => ranges[read(state, 0, place) - 1] ?? [])
      .reverse();
  };
  const layers: Layer[] = [];
  if (has("provenance")) {
    for (const [field, sign] of [
      ["stashed", "s"],
      ["shown", "f"],
    ] as const)
      layers.push({ signs: under(sign, listed(field)), text: `${field}: ${list(listed(field))}` });
    layers.push({ signs: plane("leaked", "l"), text: "leaked" });
  }
  if (has("protected")) layers.push({ signs: plane("protected", "!"), text: "protected" });
  if (has("handles")) {
    const held = handlesIn(scope, layout, state);
    const texts = held.flatMap((handle, slot) =>
      handle === null ? [] : [`${slot} on [${describeRange(handle.range)}] ${handle.how}`],
    );
    const ranges = held.flatMap((handle) => (handle === null ? [] : [handle.range]));
    layers.push({ signs: under("-", ranges), text: `handles: ${texts.join(", ")}` });
  }
  if (has("contents")) {
    const contentsAt = contentsReader(layout, scope);
    const signs = frames.map((unit) => {
      const frame = Math.floor(unit / (scope.units ?? 1));
      return CONTENT_SIGNS.get(contentsAt(state, 0, frame)) ?? " ";
    });
    layers.push({ signs, text: "holds" });
  }
  return layers.filter(({ signs }) => signs.some((sign) => sign !== " "));
}

/** What the signs of the layers of a scope's modules mean, for a legend. */
export function layerLegend(modules: readonly string[]): string[] {
  return [
    ...(modules.includes("provenance") ? ["s stashed", "f shown by a file", "l leaked"] : []),
    ...(modules.includes("protected") ? ["! protected"] : []),
    ...(modules.includes("handles") ? ["- named by a handle"] : []),
    ...(modules.includes("contents") ? ["z zeros", "k kept bytes", "p poison"] : []),
  ];
}
