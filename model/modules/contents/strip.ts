/** What the module `contents` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { BLANK } from "../../state/signs.js";
import { CONTENTS } from "../../words/frames.js";
import { gridOf, unitsOf } from "../../words/scope.js";
import { contentsReader } from "./state.js";

const SIGNS: ReadonlyMap<number, string> = new Map([
  [CONTENTS.ZEROED, "z"],
  [CONTENTS.KEPT, "k"],
  [CONTENTS.POISONED, "p"],
]);

export const CONTENTS_STRIP: Strip = {
  layers: ({ scope, layout }, state) => {
    const contentsAt = contentsReader(layout, scope);
    const signs = Array.from({ length: gridOf(scope) }, (_, unit) => {
      const frame = Math.floor(unit / unitsOf(scope));
      return SIGNS.get(contentsAt(state, 0, frame)) ?? BLANK;
    });
    return [{ signs, text: "holds" }];
  },
  legend: ["z zeros", "k kept bytes", "p poison"],
};
