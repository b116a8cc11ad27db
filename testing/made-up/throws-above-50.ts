/** A sound allocator whose `make` refuses a pool of more than 50 frames. */
import { defineAllocator } from "../../index.js";
import eightBitNumbers from "./eight-bit-numbers.js";

export default defineAllocator({
  name: "throws-above-50",
  make(scope) {
    if (scope.frames > 50) throw new RangeError("too many frames");
    return eightBitNumbers.make(scope);
  },
});
