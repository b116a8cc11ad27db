/** What the module `rootfs` shows below the strip of a moment. */
import type { Strip } from "../../rules/module.js";
import { placesOf, read } from "../../state/layout.js";
import { BLANK, signsOfPlane } from "../../state/signs.js";
import { type FilePlane, SWITCHED } from "./state.js";

const LAYERS: readonly (readonly [FilePlane, sign: string, text: string])[] = [
  ["file-copies", "f", "files of rootfs"],
  ["file-shows", "s", "shown by files in place"],
  ["file-open", "o", "open"],
  ["file-looped", "l", "behind a loop device"],
  ["file-covered", "m", "below a mount"],
];

export const ROOTFS_STRIP: Strip = {
  layers: ({ scope, layout }, state) => {
    const isSwitched = read(state, 0, placesOf(layout, SWITCHED)[0]!) === 1;
    const layers = LAYERS.map(([field, sign, text]) => ({
      signs: signsOfPlane(scope, layout, state, field, sign),
      text,
    })).filter(({ signs }) => signs.some((sign) => sign !== BLANK));
    if (!isSwitched || layers.length === 0) return layers;
    return layers.map(({ signs, text }, i) => ({
      signs,
      text: i === 0 ? `${text}, the root is another` : text,
    }));
  },
  legend: LAYERS.map(([, sign, text]) => `${sign} ${text}`),
};
