/**
 * The next-fit list with a fault: a rover on a run that was merged away stays on it.
 *
 * The run is no longer in the list, so its frames are handed out from two places.
 */
import { defineAllocator } from "allocheck";
import { NextFit, nextFit } from "./next-fit.js";

class DanglingRover extends NextFit {
  protected override merged(): void {}
}

export default defineAllocator({
  name: "next-fit-dangling-rover",
  make: nextFit((runs, rover) => new DanglingRover(runs, rover)),
});
