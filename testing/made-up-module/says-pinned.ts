/** One that says of a slice that it is a pin. */
import { Pinner, pinning } from "./pinner.js";

class SaysPinned extends Pinner {
  protected override isPinned(start: number, count: number): boolean {
    return super.isPinned(start, count) || this.isLent(start, count);
  }
}

export default pinning("says-pinned", (frames) => new SaysPinned(frames));
