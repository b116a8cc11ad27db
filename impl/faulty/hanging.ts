/** Faulty versions that never come back from a command. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { FREE } from "../../model/words/frames.js";
import { Bitmap, bitmap } from "../frames/bitmap.js";
import { faulty } from "./version.js";

class ScansForEver extends Bitmap {
  /** Goes round the frames until one is free, and round and round where none is. */
  protected override lowestFree(): number {
    const { holder } = this;
    let frame = 0;
    while (holder[frame] !== FREE) frame = (frame + 1) % holder.length;
    return frame;
  }
}

export const HANGING: readonly AllocatorDefinition[] = [
  faulty(
    bitmap,
    "scans-for-ever",
    "looks for a free frame round and round where none is left",
    (scope) => new ScansForEver(scope),
  ),
];
