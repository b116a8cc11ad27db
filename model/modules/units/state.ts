/**
 * Frames of several units: ranges are counted in units, while a frame is handed out and taken back whole.
 *
 * It is the grid of addresses finer than a frame, such as an initrd that ends anywhere: a frame whose units
 * are not all free cannot be handed out.
 */

import type { ModuleState } from "../../rules/module.js";
import { unitsOf } from "../../words/scope.js";
import { UNIT_VIEWS } from "./views.js";

/** Which frames are free with all their units, for commands that answer a frame. */
export const UNIT_STATE: ModuleState = {
  look: (views, { scope }) => {
    const { bits, offsets } = views;
    const vacant = views.offset(UNIT_VIEWS.vacant);
    const units = unitsOf(scope);
    return () => {
      bits[offsets.exhausted] = 1;
      for (let w = 0; w < (scope.frames + 31) >>> 5; w++) bits[vacant + w] = 0;
      for (let frame = 0; frame < scope.frames; frame++) {
        let free = 1;
        for (let unit = frame * units; unit < (frame + 1) * units; unit++)
          free &= bits[offsets.free + (unit >>> 5)]! >>> (unit & 31);
        if (free === 0) continue;
        bits[vacant + (frame >>> 5)]! |= 1 << (frame & 31);
        bits[offsets.exhausted] = 0;
      }
    };
  },
};
