/**
 * Allocators that break what a check rests on: that a command returns an answer, that the bytes are all
 * there is, that looking changes nothing. Each overrides one method of a sound one.
 */
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Bitmap, bitmap } from "../frames/bitmap.js";
import { FreeList, freeList } from "../frames/free-list.js";
import { faulty } from "./version.js";

class PanicsWhenFull extends Bitmap {
  /** Asserts what no caller promised: that there is a frame left. */
  protected override lowestFree(): number {
    const frame = super.lowestFree();
    if (frame === this.holder.length) throw new Error("assertion failed: frame < frames");
    return frame;
  }
}

class ForgetsToAnswer extends Bitmap {
  /** The way out for a frame that was allocated lacks its `return`. */
  override free(frame: number): number {
    const answer = super.free(frame);
    const forgotten: unknown = answer < 0 ? answer : undefined;
    return forgotten as number; // what JavaScript lets through: this type is a promise that is not kept
  }
}

class MovesItsTable extends Bitmap {
  /** Grows by moving to a larger array once half of its slices are in use. */
  override borrow(start: number, count: number): number {
    const answer = super.borrow(start, count);
    const { state } = this;
    const used = [...this.slices.ranges()].length;
    if (answer === 0 && 4 * used >= state.length - this.holder.length) {
      const larger = new Uint8Array(2 * state.length);
      larger.set(state);
      Object.assign(this, { state: larger });
    }
    return answer;
  }
}

class HidesItsHint extends Bitmap {
  /** Where the last search for a free frame ended: next fit, kept beside the bytes. */
  private hint = 0;

  protected override lowestFree(): number {
    const { holder } = this;
    for (let n = 0; n < holder.length; n++) {
      const frame = (this.hint + n) % holder.length;
      if (holder[frame] !== FREE) continue;
      this.hint = frame + 1;
      return frame;
    }
    return holder.length;
  }
}

class DrawsFrames extends Bitmap {
  /** Any free frame, so that addresses cannot be guessed: by a generator that nobody seeds. */
  protected override lowestFree(): number {
    const free = [...this.holder.keys()].filter((frame) => this.holder[frame] === FREE);
    return free[Math.floor(Math.random() * free.length)] ?? this.holder.length;
  }
}

/** A freed frame waits to be wiped: taken, and nobody's. */
const UNWIPED = 254;

class FreesInScrub extends Bitmap implements Allocator {
  /** Leaves the frame to the idle loop, which is `scrub`. */
  override free(frame: number): number {
    if (this.holder[frame] !== ALLOCATED) return super.free(frame);
    this.holder[frame] = UNWIPED;
    return 0;
  }

  protected override refuseFree(frame: number): number {
    return this.holder[frame] === UNWIPED ? reasons.ALREADY_FREE : super.refuseFree(frame);
  }

  scrub(): void {
    for (let frame = 0; frame < this.holder.length; frame++)
      if (this.holder[frame] === UNWIPED) this.holder[frame] = FREE;
  }
}

class WipesLater extends Bitmap {
  /** Wipes what it knows of a freed frame when there is time for it, whoever has the frame by then. */
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer === 0)
      queueMicrotask(() => {
        this.holder[frame] = FREE;
      });
    return answer;
  }
}

class WalksItsHead extends FreeList {
  /** Walks the list by the head itself, so that only the last run is left in it. */
  override audit(): string | null {
    const wrong = super.audit();
    for (let link = this.head[0]!; link !== 0; link = this.next[link - 1]!) this.head[0] = link;
    return wrong;
  }
}

export const UNTRUSTWORTHY: readonly AllocatorDefinition[] = [
  faulty(
    bitmap,
    "panics-when-full",
    "throws out of an assertion when no frame is free",
    (scope) => new PanicsWhenFull(scope),
  ),
  faulty(
    bitmap,
    "forgets-to-answer",
    "returns nothing from a free that went well",
    (scope) => new ForgetsToAnswer(scope),
  ),
  faulty(
    bitmap,
    "moves-its-table",
    "replaces its bytes by more of them when slices become many",
    (scope) => new MovesItsTable(scope),
  ),
  faulty(
    bitmap,
    "hides-its-hint",
    "keeps the hint of its next fit in a field beside the bytes",
    (scope) => new HidesItsHint(scope),
  ),
  faulty(bitmap, "draws-frames", "hands out a free frame drawn by chance", (scope) => new DrawsFrames(scope)),
  faulty(
    bitmap,
    "frees-in-scrub",
    "leaves a freed frame taken until scrub comes by",
    (scope) => new FreesInScrub(scope),
  ),
  faulty(
    bitmap,
    "wipes-later",
    "wipes what it knows of a freed frame after it has answered",
    (scope) => new WipesLater(scope),
  ),
  faulty(
    freeList,
    "walks-its-head",
    "loses the front of its list when it audits itself",
    (scope) => new WalksItsHead(scope),
  ),
];
