/** Allocators with which the same bytes go on in two ways, out of sight of a search that restores them. */
import { Bitmap, bitmap } from "../../impl/frames/bitmap.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { TRUSTED } from "./blind-free.js";
import { FirstFit, madeUp } from "./first-fit.js";

/** Remembers, beside the bytes, which frame it was last looked at, and hands out from there. */
class CursorOfLooks extends FirstFit implements Allocator {
  private cursor = 0;

  override alloc(): number {
    const frame = this.holder.indexOf(FREE, this.cursor);
    this.cursor = 0;
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  observe(frame: number): number {
    this.cursor = frame;
    return this.holder[frame]!;
  }
}

/** The same, but a reserve forgets it: a search tries reserves first, and never an alloc after a look. */
class ForgottenCursor extends Bitmap implements Allocator {
  private cursor = 0;

  override reserve(start: number, count: number, owner: number): number {
    this.cursor = 0;
    return super.reserve(start, count, owner);
  }

  override observe(frame: number): number {
    this.cursor = frame;
    return super.observe(frame);
  }

  protected override lowestFree(): number {
    const frame = this.holder.indexOf(FREE, this.cursor);
    return frame < 0 ? super.lowestFree() : frame;
  }
}

/** Hands out the highest frame right after a free it refused, and only then. */
class SulksOnce extends Bitmap {
  private sulks = false;

  override reserve(start: number, count: number, owner: number): number {
    this.sulks = false;
    return super.reserve(start, count, owner);
  }

  override free(frame: number): number {
    const answer = super.free(frame);
    this.sulks = answer < 0;
    return answer;
  }

  protected override lowestFree(): number {
    const frame = this.sulks ? this.holder.lastIndexOf(FREE) : -1;
    this.sulks = false;
    return frame < 0 ? super.lowestFree() : frame;
  }
}

/** A refused free leaves a mark, with which the next alloc passes a frame over; scrub takes it away. */
class PassesOver extends FirstFit implements Allocator {
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer < 0) this.extra[0] = 1;
    return answer;
  }

  override alloc(): number {
    const frame = this.holder.indexOf(FREE, this.extra[0]);
    if (frame < 0) return super.alloc();
    this.holder[frame] = ALLOCATED;
    return frame;
  }

  scrub(): void {
    this.extra[0] = 0;
  }
}

/** Trusts its client: a free of what is not allocated is nobody's business, and spoils it for good. */
class Trusting extends FirstFit implements Allocator {
  private spoilt = false;

  override alloc(): number {
    return this.spoilt ? reasons.REFUSED : super.alloc();
  }

  override free(frame: number): number {
    this.spoilt ||= this.holder[frame] !== ALLOCATED;
    this.holder[frame] = FREE;
    return 0;
  }

  scrub(): void {}
}

/** Answers alike, and leaves a byte that nothing reads as the instance's own number of calls has it. */
class CountsInBytes extends FirstFit {
  private calls = 0;

  override alloc(): number {
    return this.counted(super.alloc());
  }

  override free(frame: number): number {
    return this.counted(super.free(frame));
  }

  private counted(answer: number): number {
    if (answer >= 0) this.extra[0] = ++this.calls & 1;
    return answer;
  }
}

/** Its bytes are a number in a table of its own: they mean nothing to another instance. */
class OwnTable extends FirstFit implements Allocator {
  readonly local = true;
  override readonly state = new Uint8Array(4);
  private readonly contents: string[] = [this.holder.join()];

  override alloc(): number {
    return this.from(() => super.alloc());
  }

  override free(frame: number): number {
    return this.from(() => super.free(frame));
  }

  private from(give: () => number): number {
    this.holder.set((this.contents[this.state[0]!] ?? "").split(",").map(Number));
    const answer = give();
    const content = this.holder.join();
    if (!this.contents.includes(content)) this.contents.push(content);
    this.state[0] = this.contents.indexOf(content);
    return answer;
  }
}

/** Only the first instance that is made can be told from the others: it frees nothing. */
export function firstIsOther(): AllocatorDefinition {
  let made = 0;
  class FreesNothing extends FirstFit {
    override free(): number {
      return reasons.REFUSED;
    }
  }
  return madeUp((scope) => (made++ === 0 ? new FirstFit(scope) : new FreesNothing(scope)));
}

export const cursorOfLooks = madeUp((scope) => new CursorOfLooks(scope));
export const forgottenCursor: AllocatorDefinition = {
  ...bitmap,
  name: "forgotten-cursor",
  make: (scope) => new ForgottenCursor(scope),
};
export const sulksOnce: AllocatorDefinition = {
  ...bitmap,
  name: "sulks-once",
  make: (scope) => new SulksOnce(scope),
};
export const passesOver = madeUp((scope) => new PassesOver(scope, 1));
export const trusting = madeUp((scope) => new Trusting(scope), { contract: TRUSTED });
export const countsInBytes = madeUp((scope) => new CountsInBytes(scope, 1));
export const ownTable = madeUp((scope) => new OwnTable(scope));
