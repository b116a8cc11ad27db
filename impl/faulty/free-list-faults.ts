/** Faulty versions of the free list: each overrides one method, and is named after what it then does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { FreeList, freeList } from "../frames/free-list.js";
import { faulty } from "./version.js";

class ForgetsToMerge extends FreeList {
  protected override touches(): boolean {
    return false;
  }
}

class Loops extends FreeList {
  /** Links the head to itself: whoever walks the list from here never ends. */
  protected override give(start: number, count: number): void {
    super.give(start, count);
    this.next[this.head[0]! - 1] = this.head[0]!;
  }
}

export const FREE_LIST_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    freeList,
    "forgets-to-merge",
    "leaves a run that comes back beside the runs it touches",
    (scope) => new ForgetsToMerge(scope),
  ),
  faulty(
    freeList,
    "loops",
    "links the first run to itself when frames come back",
    (scope) => new Loops(scope),
  ),
];
