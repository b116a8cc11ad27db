/** Frames as a module is given them: by their numbers, or by their addresses. */
import { KERNEL_VIRTUAL } from "../words/frames.js";
import { LOWEST_CODE, reasons } from "../words/reasons.js";
import type { Ground } from "./ground.js";

export interface Places {
  /** Where a frame begins. */
  readonly place: (frame: number) => number;
  /** How large so many frames are. */
  readonly size: (count: number) => number;
  /** The frame that was answered, or the answer itself where that refuses. */
  readonly frame: (answer: number) => number;
}

/** Where the linear map of a kernel of 32 bits begins. */
const LINEAR_MAP = 0xc000_0000;

const BY_NUMBER: Places = { place: (frame) => frame, size: (count) => count, frame: (answer) => answer };

/** Places as numbers, or as addresses on a ground. */
export function placesAt(ground: Pick<Ground, "base" | "frameSize"> | null): Places {
  if (ground === null) return BY_NUMBER;
  const { base, frameSize } = ground;
  return {
    place: (frame) =>
      frame >= KERNEL_VIRTUAL
        ? LINEAR_MAP + base + (frame - KERNEL_VIRTUAL) * frameSize
        : base + frame * frameSize,
    size: (count) => count * frameSize,
    frame: (answer) => frameAt(answer, base, frameSize),
  };
}

function frameAt(answer: number, base: number, frameSize: number): number {
  if (answer === 0) return reasons.REFUSED;
  if (answer < 0 && answer >= LOWEST_CODE) return answer;
  const frame = ((answer >>> 0) - base) / frameSize;
  if (Number.isInteger(frame) && frame >= 0) return frame;
  // What stands where a number should: the step of the search finds that it is none, and shows it.
  return `0x${(answer >>> 0).toString(16)}, at which no frame begins` as unknown as number;
}
