/** Allocators that do something for themselves now and then: a checkpoint, a trim, a compaction. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

/** A bitmap that a crash brings back as it was written: a checkpoint, and what was done since. */
class Journaled {
  taken: boolean[];
  checkpoint: boolean[];
  readonly log: [frame: number, taken: boolean][] = [];
  constructor(frames: number) {
    this.taken = new Array(frames).fill(false);
    this.checkpoint = [...this.taken];
  }
  alloc(): number {
    const frame = this.taken.indexOf(false);
    if (frame >= 0) this.note(frame, true);
    return frame;
  }
  free(frame: number): boolean {
    if (!this.taken[frame]) return false;
    this.note(frame, false);
    return true;
  }
  protected note(frame: number, taken: boolean): void {
    this.taken[frame] = taken;
    this.log.push([frame, taken]);
    if (this.log.length > 2) this.save();
  }
  save(): void {
    this.checkpoint = [...this.taken];
    this.log.length = 0;
  }
  reload(): void {
    this.taken = [...this.checkpoint];
    for (const [frame, taken] of this.log) this.taken[frame] = taken;
  }
}

/** Frees are not in the log. */
class ForgetsFrees extends Journaled {
  protected override note(frame: number, taken: boolean): void {
    if (taken) super.note(frame, taken);
    else this.taken[frame] = taken;
  }
}

/** A list of free frames, of which a trim gives those at the end back to another, who lends them again. */
class Trimmed {
  readonly free: number[];
  readonly lent: number[] = [];
  constructor(frames: number) {
    this.free = Array.from({ length: frames }, (_, frame) => frame);
  }
  alloc(): number {
    if (this.free.length === 0) this.free.push(...this.lent.splice(0));
    return this.free.shift() ?? -1;
  }
  put(frame: number): void {
    this.free.push(frame);
  }
  trim(): void {
    this.lent.push(...this.free.splice(1));
  }
}

/** A second trim forgets what the first one gave back. */
class TrimsTwice extends Trimmed {
  override trim(): void {
    this.lent.splice(0, this.lent.length, ...this.free.splice(1));
  }
}

/** Runs of free frames, put together only by a compaction. */
class Runs {
  runs: { start: number; end: number }[];
  constructor(frames: number) {
    this.runs = [{ start: 0, end: frames }];
  }
  take(count: number): number {
    const fits = () => this.runs.find(({ start, end }) => end - start >= count);
    if (fits() === undefined) this.compact();
    const run = fits();
    if (run === undefined) return -1;
    run.start += count;
    return run.start - count;
  }
  put(start: number, count: number): void {
    this.runs = [...this.runs.filter((run) => run.start < run.end), { start, end: start + count }];
  }
  compact(): void {
    const sorted = this.runs.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
    this.runs = [];
    for (const run of sorted) {
      const last = this.runs.at(-1);
      if (last !== undefined && this.joins(last.end, run.start)) last.end = run.end;
      else this.runs.push(run);
    }
  }
  protected joins(end: number, start: number): boolean {
    return end === start;
  }
}

/** Joins what a single frame parts. */
class JoinsNearby extends Runs {
  protected override joins(end: number, start: number): boolean {
    return start - end <= 1;
  }
}

function journaled(name: string, Class: typeof Journaled): AllocatorDefinition {
  const make = fromObject<Journaled>({
    make: ({ frames }) => new Class(frames),
    calls: {
      alloc: (disk) => disk.alloc(),
      free: (disk, { frame }) => disk.free(frame),
      neutral: { checkpoint: (disk) => disk.save(), reload: (disk) => disk.reload() },
    },
  });
  return defineAllocator({ name, make });
}

function trimmed(name: string, Class: typeof Trimmed): AllocatorDefinition {
  const make = fromObject<Trimmed>({
    make: ({ frames }) => new Class(frames),
    calls: {
      alloc: (pool) => pool.alloc(),
      free: (pool, { frame }) => pool.put(frame),
      neutral: { trim: (pool) => pool.trim() },
    },
  });
  return defineAllocator({ name, contract: "trusted", make });
}

function compacted(name: string, Class: typeof Runs): AllocatorDefinition {
  const make = fromObject<Runs>({
    make: ({ frames }) => new Class(frames),
    calls: {
      "alloc-block": (pool, { count }) => pool.take(count),
      "free-block": (pool, { start, count }) => pool.put(start, count),
      neutral: { compact: (pool) => pool.compact() },
    },
  });
  return defineAllocator({ name, contract: "kernel", make });
}

export const journal = journaled("journal", Journaled);
export const journalForgets = journaled("journal-forgets-frees", ForgetsFrees);
export const trims = trimmed("trims", Trimmed);
export const trimsTwice = trimmed("trims-twice", TrimsTwice);
export const compacts = compacted("compacts", Runs);
export const compactsNearby = compacted("compacts-nearby", JoinsNearby);
