/** A bitmap whose shift is 32 bits wide: the bit of a frame is that of the one 32 before it. */
import { type Allocator, defineAllocator, reasons } from "../../index.js";

export default defineAllocator({
  name: "thirty-two-bits",
  make: ({ frames }): Allocator => {
    const state = new Uint8Array(4);
    const bits = new DataView(state.buffer);
    const has = (frame: number) => ((bits.getInt32(0) >> frame) & 1) === 1;
    return {
      state,
      alloc() {
        for (let frame = 0; frame < frames; frame++)
          if (!has(frame)) {
            bits.setInt32(0, bits.getInt32(0) | (1 << frame));
            return frame;
          }
        return reasons.REFUSED;
      },
      free(frame) {
        if (!has(frame)) return reasons.ALREADY_FREE;
        bits.setInt32(0, bits.getInt32(0) & ~(1 << frame));
        return 0;
      },
    };
  },
});
