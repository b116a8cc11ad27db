/** A first-fit bitmap that numbers frames in a signed byte when it frees: right in any pool of up to 128. */
import { type Allocator, defineAllocator, reasons } from "../../index.js";

const ALLOCATED = 1;

export default defineAllocator({
  name: "eight-bit-numbers",
  make: ({ frames }): Allocator => {
    const state = new Uint8Array((frames + 3) & ~3);
    return {
      state,
      alloc() {
        const frame = state.subarray(0, frames).indexOf(0);
        if (frame < 0) return reasons.EXHAUSTED;
        state[frame] = ALLOCATED;
        return frame;
      },
      free(frame) {
        const index = (frame << 24) >> 24; // what an int8_t makes of it
        if (state[index] !== ALLOCATED) return reasons.ALREADY_FREE;
        state[index] = 0;
        return 0;
      },
    };
  },
});
