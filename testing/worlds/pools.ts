/** Pools that grow and shrink: at their end alone, or section by section. */
import {
  type AllocatorDefinition,
  type Contract,
  defineAllocator,
  fromObject,
  memoryOf,
  type Scope,
} from "../../index.js";
import type { Calls } from "../../model/doors/object-door.js";

/** Frames up to an end, each free or somebody's: as `sbrk` and a resizable heap have it. */
class Ended {
  readonly taken: boolean[];
  constructor(scope: Scope) {
    this.taken = new Array(memoryOf(scope)[0]!.count).fill(false);
  }
  alloc(): number {
    const frame = this.taken.indexOf(false);
    if (frame >= 0) this.taken[frame] = true;
    return frame;
  }
  free(frame: number): boolean {
    if (this.taken[frame] !== true) return false;
    this.taken[frame] = false;
    return true;
  }
  grow(start: number, count: number): boolean {
    if (start !== this.taken.length) return false;
    this.taken.push(...new Array<boolean>(count).fill(false));
    return true;
  }
  shrink(start: number, end: number): boolean {
    if (end !== this.taken.length || this.inUse(start)) return false;
    this.taken.length = start;
    return true;
  }
  protected inUse(start: number): boolean {
    return this.taken.slice(start).includes(true);
  }
}

/** Looks at the last frame alone. */
class EndedLooksAtTheLast extends Ended {
  protected override inUse(): boolean {
    return this.taken.at(-1) === true;
  }
}

/** Keeps where its end was when it grows again: what was taken there is taken still. */
class EndedForgetsNothing extends Ended {
  readonly before: boolean[] = [];
  override shrink(start: number, end: number): boolean {
    const gone = this.taken.slice(start, end).map(() => true);
    if (!super.shrink(start, end)) return false;
    this.before.splice(0, this.before.length, ...gone);
    return true;
  }
  override grow(start: number, count: number): boolean {
    if (!super.grow(start, count)) return false;
    for (const [i, taken] of this.before.slice(0, count).entries()) this.taken[start + i] = taken;
    return true;
  }
}

/** Frames in sections that come and go anywhere, as memory that is plugged and unplugged. */
class Sections {
  /** 0 free, 1 and up an owner, -1 allocated, -2 not there. */
  readonly frames: number[];
  readonly slices: string[] = [];
  constructor(scope: Scope) {
    const is = { free: 0, reserved: 1, hole: -2 };
    this.frames = memoryOf(scope).flatMap(({ kind, count }) => new Array<number>(count).fill(is[kind]));
  }
  plug(start: number, count: number): boolean {
    return this.every(start, count, -2) && this.set(start, count, 0);
  }
  unplug(start: number, count: number): boolean {
    return this.isIdle(start, count) && this.set(start, count, -2);
  }
  reserve(start: number, count: number, owner: number): boolean {
    return this.every(start, count, 0) && this.set(start, count, owner);
  }
  release(start: number, count: number, owner: number): boolean {
    return this.every(start, count, owner) && !this.isLent(start, count) && this.set(start, count, 0);
  }
  borrow(start: number, count: number): boolean {
    const [owner = 0] = this.frames.slice(start, start + count);
    if (owner <= 0 || !this.every(start, count, owner)) return false;
    this.slices.push(`${start}+${count}`);
    this.slices.sort();
    return true;
  }
  drop(start: number, count: number): boolean {
    const at = this.slices.indexOf(`${start}+${count}`);
    if (at >= 0) this.slices.splice(at, 1);
    return at >= 0;
  }
  alloc(): number {
    const frame = this.frames.indexOf(0);
    if (frame >= 0) this.frames[frame] = -1;
    return frame;
  }
  free(frame: number): boolean {
    return this.every(frame, 1, -1) && this.set(frame, 1, 0);
  }
  protected isIdle(start: number, count: number): boolean {
    return this.every(start, count, 0);
  }
  protected isLent(start: number, count: number): boolean {
    return this.slices.some((slice) => {
      const [from = 0, length = 0] = slice.split("+").map(Number);
      return from < start + count && start < from + length;
    });
  }
  protected every(start: number, count: number, is: number): boolean {
    return this.frames.slice(start, start + count).every((frame) => frame === is);
  }
  private set(start: number, count: number, is: number): boolean {
    this.frames.fill(is, start, start + count);
    return true;
  }
}

/** Takes a reservation that nobody reads for idle. */
class SectionsUnplugReserved extends Sections {
  protected override isIdle(start: number, count: number): boolean {
    const frames = this.frames.slice(start, start + count);
    return frames.every((frame) => frame >= 0) && !this.isLent(start, count);
  }
}

/** Takes with a section what somebody has allocated in it. */
class SectionsUnplugAllocated extends Sections {
  protected override isIdle(start: number, count: number): boolean {
    return this.frames.slice(start, start + count).every((frame) => frame === 0 || frame === -1);
  }
}

/** What grows and shrinks at its end alone may refuse all else. */
export const AT_ITS_END: Contract = {
  id: "at-its-end",
  summary: "strict, but it grows and shrinks at its end alone",
  promises: {},
  mayRefuse: { add: "it grows at its end alone", remove: "it shrinks at its end alone" },
};
const MAPS = [{ map: "2 free, 1 hole", owners: 1, slices: 1 }];

function ended(name: string, make: (scope: Scope) => Ended): AllocatorDefinition {
  return defineAllocator({
    name,
    contract: AT_ITS_END,
    scopes: MAPS,
    make: fromObject<Ended>({
      make,
      calls: {
        add: (pool, { start, count }) => pool.grow(start, count),
        remove: (pool, { start, end }) => pool.shrink(start, end),
        alloc: (pool) => pool.alloc(),
        free: (pool, { frame }) => pool.free(frame),
      },
    }),
  });
}

function sections(name: string, make: (scope: Scope) => Sections): AllocatorDefinition {
  const calls: Calls<Sections> = {
    add: (pool, { start, count }) => pool.plug(start, count),
    remove: (pool, { start, count }) => pool.unplug(start, count),
    reserve: (pool, { start, count, owner }) => pool.reserve(start, count, owner),
    release: (pool, { start, count, owner }) => pool.release(start, count, owner),
    borrow: (pool, { start, count }) => pool.borrow(start, count),
    drop: (pool, { start, count }) => pool.drop(start, count),
    alloc: (pool) => pool.alloc(),
    free: (pool, { frame }) => pool.free(frame),
  };
  return defineAllocator({ name, scopes: MAPS, make: fromObject<Sections>({ make, calls }) });
}

export const atItsEnd = ended("at-its-end", (scope) => new Ended(scope));
export const plugged = sections("plugged", (scope) => new Sections(scope));
export const looksAtTheLast = ended("looks-at-the-last", (scope) => new EndedLooksAtTheLast(scope));
export const forgetsNothing = ended("forgets-nothing", (scope) => new EndedForgetsNothing(scope));
export const unplugsReserved = sections("unplugs-reserved", (scope) => new SectionsUnplugReserved(scope));
export const unplugsAllocated = sections("unplugs-allocated", (scope) => new SectionsUnplugAllocated(scope));
