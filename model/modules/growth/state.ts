/** The state of the module `growth`: whether the arrays may grow, and where each lies once it has. */

import type { ModuleState } from "../../rules/module.js";
import { bitsFor, placesOf, read, write } from "../../state/layout.js";
import { gridOf, unitsOf } from "../../words/scope.js";
import { arraysOf, noteExhausted } from "../regions/state.js";
import { GROWTH_VIEWS } from "./views.js";

export const GROWTH_STATE: ModuleState = {
  fields: (scope) => {
    const place = { entries: 1, bits: bitsFor(gridOf(scope)) };
    return [
      { id: "resizable", entries: 1, bits: 1 },
      { id: "memory-array", ...place },
      { id: "reserved-array", ...place },
    ];
  },
  narrow: (views, { scope, layout }) => {
    const { bits, offsets, frameWords } = views;
    const own = views.offsetsOf(GROWTH_VIEWS);
    const places = arraysOf(layout);
    return (words, at) => {
      const from = own.metadata;
      for (let w = 0; w < frameWords; w++) bits[from + w] = 0;
      for (let p = 0; p < places.length; p++) {
        const first = read(words, at, places[p]!) - 1;
        for (let unit = first; first >= 0 && unit < first + unitsOf(scope); unit++)
          bits[from + (unit >>> 5)]! |= 1 << (unit & 31);
      }
      for (let w = 0; w < frameWords; w++) {
        bits[offsets.free + w]! &= ~bits[from + w]!;
        bits[offsets.unreserved + w]! &= ~bits[from + w]!;
      }
      noteExhausted(views);
    };
  },
  effect: (command, { layout }) => {
    if (command.kind !== "allow-resize") return null;
    const [place] = placesOf(layout, "resizable");
    return (words, at) => write(words, at, place!, 1);
  },
};
