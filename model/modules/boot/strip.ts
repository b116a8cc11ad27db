/** What the module `boot` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { BLANK, signsOfPlane, signsUnder } from "../../state/signs.js";
import { describeRange } from "../../words/parameters.js";
import { imagesOf } from "./images.js";
import { STAGES } from "./state.js";

/** How far the initrd has come, in a word. */
const WORDS: Readonly<Record<number, string>> = {
  [STAGES.PLACED]: "placed",
  [STAGES.RESERVED]: "reserved",
  [STAGES.UNPACKING]: "being unpacked",
  [STAGES.READ]: "read",
};

export const BOOT_STRIP: Strip = {
  layers: ({ scope, layout }, state) => {
    const number = read(state, 0, placesOf(layout, "initrd")[0]!);
    const stage = read(state, 0, placesOf(layout, "initrd-stage")[0]!);
    const retained = read(state, 0, placesOf(layout, "initrd-retained")[0]!) === 1 ? ", to be retained" : "";
    const image = imagesOf(scope)[number - 1];
    const crash = signsOfPlane(scope, layout, state, "crash", "c");
    return [
      ...(image === undefined
        ? []
        : [
            {
              signs: signsUnder(scope, "i", [image]),
              text: `initrd ${describeRange(image)}: ${WORDS[stage]}${retained}`,
            },
          ]),
      ...(crash.every((sign) => sign === BLANK) ? [] : [{ signs: crash, text: "crash kernel" }]),
    ];
  },
  legend: ["i initrd", "c crash kernel"],
};
