/** Allocators of runs that take back any part of what is allocated: sound, and as such go wrong. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

interface Run {
  start: number;
  end: number;
}

/** The free runs in their order; what comes back is joined with both of its neighbours. */
class Runs {
  readonly free: Run[];
  constructor(frames: number) {
    this.free = [{ start: 0, end: frames }];
  }
  take(count: number): number {
    const i = this.free.findIndex(({ start, end }) => end - start >= count);
    const run = this.free[i];
    if (run === undefined) return -1;
    const { start } = run;
    run.start += count;
    if (run.start === run.end) this.free.splice(i, 1);
    return start;
  }
  give(start: number, count: number): boolean {
    const end = start + count;
    if (this.free.some((run) => this.meets(run, { start, end }))) return false;
    const at = this.free.findIndex((run) => run.start > start);
    const i = at < 0 ? this.free.length : at;
    const [left, right] = [this.free[i - 1], this.free[i]];
    const [joinsLeft, joinsRight] = [left?.end === start, right?.start === end];
    if (joinsLeft) left!.end = joinsRight && this.joinsBoth() ? right!.end : end;
    if (joinsLeft && joinsRight && this.joinsBoth()) this.free.splice(i, 1);
    else if (joinsRight && !joinsLeft) right!.start = start;
    else if (!joinsLeft) this.free.splice(i, 0, { start, end });
    return true;
  }
  protected meets(free: Run, given: Run): boolean {
    return given.start < free.end && free.start < given.end;
  }
  protected joinsBoth(): boolean {
    return true;
  }
}

/** As the kfree of xv6 until 2010: a free run within what is given back meets neither of its ends. */
class LooksAtOneSide extends Runs {
  protected override meets(free: Run, { start, end }: Run): boolean {
    return (start >= free.start && start < free.end) || (end > free.start && end <= free.end);
  }
}

/** A hole that is filled stays two runs. */
class JoinsOneSide extends Runs {
  protected override joinsBoth(): boolean {
    return false;
  }
}

/** A bit a frame, and where the search begins: below it all is taken. Who frees is trusted. */
class Bits {
  taken = 0;
  hint = 0;
  constructor(readonly frames: number) {}
  take(count: number): number {
    for (let start = this.hint; start + count <= this.frames; start++) {
      if ((this.taken & this.mask(start, count)) !== 0) continue;
      this.taken |= this.mask(start, count);
      if (start === this.hint) this.hint += count;
      return start;
    }
    return -1;
  }
  give(start: number, count: number): void {
    this.taken &= ~this.mask(start, count);
    this.hint = this.lowered(start);
  }
  protected lowered(start: number): number {
    return Math.min(this.hint, start);
  }
  private mask(start: number, count: number): number {
    return ((1 << count) - 1) << start;
  }
}

class KeepsItsHint extends Bits {
  protected override lowered(): number {
    return this.hint;
  }
}

function ofRuns<T extends Runs | Bits>(
  name: string,
  contract: string,
  make: (frames: number) => T,
): AllocatorDefinition {
  return defineAllocator({
    name,
    contract,
    make: fromObject<T>({
      make: ({ frames }) => make(frames),
      calls: {
        "alloc-block": (pool, { count }) => pool.take(count),
        "free-block": (pool, { start, count }) => pool.give(start, count),
      },
    }),
  });
}

export const runs = ofRuns("runs", "by-frame", (frames) => new Runs(frames));
export const bits = ofRuns("bits", "kernel-by-frame", (frames) => new Bits(frames));
export const looksAtOneSide = ofRuns("looks-at-one-side", "by-frame", (frames) => new LooksAtOneSide(frames));
export const joinsOneSide = ofRuns("joins-one-side", "by-frame", (frames) => new JoinsOneSide(frames));
export const keepsItsHint = ofRuns("keeps-its-hint", "kernel-by-frame", (frames) => new KeepsItsHint(frames));
