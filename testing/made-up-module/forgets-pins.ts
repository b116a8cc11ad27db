/** One that releases frames a device writes to, and with a pin from before hands them on. */
import { Pinner, pinning } from "./pinner.js";

class ForgetsPins extends Pinner {
  protected override isPinned(): boolean {
    return false;
  }
}

export default pinning("forgets-pins", (frames) => new ForgetsPins(frames));
