/**
 * A bitmap in words of 32 frames, as kernels keep it: a run of frames is set and cleared a word at a time.
 *
 * Four frames lie in one word, so what goes wrong between two words needs more frames, or a window: the same
 * four frames in the midst of a larger pool, which `allocheck check` looks at by itself.
 */
import { type Allocator, defineAllocator, reasons, type Scope } from "allocheck";

const BITS = 32;

export class WordBitmap implements Allocator {
  readonly state: Uint8Array;
  protected readonly words: Uint32Array;
  /** The owner of each reserved frame, 0 for the others. */
  private readonly owner: Uint8Array;

  constructor(private readonly frames: number) {
    const words = Math.ceil(frames / BITS);
    this.state = new Uint8Array(4 * words + frames);
    this.words = new Uint32Array(this.state.buffer, 0, words);
    this.owner = this.state.subarray(4 * words);
  }

  reserve(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      if (this.owner[frame] !== 0) return reasons.OVERLAPS_RESERVED;
      if (this.isTaken(frame)) return reasons.OVERLAPS_ALLOCATED;
    }
    this.owner.fill(owner, start, start + count);
    this.eachWord(start, count, (word, mask) => {
      this.words[word]! |= mask;
    });
    return 0;
  }

  release(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      if (this.owner[frame] === 0) return reasons.NOT_RESERVED;
      if (this.owner[frame] !== owner) return reasons.FOREIGN_OWNER;
    }
    this.owner.fill(0, start, start + count);
    this.clear(start, count);
    return 0;
  }

  alloc(): number {
    for (let frame = 0; frame < this.frames; frame++)
      if (!this.isTaken(frame)) {
        this.words[frame >>> 5]! |= 1 << (frame & 31);
        return frame;
      }
    return reasons.EXHAUSTED;
  }

  free(frame: number): number {
    if (this.owner[frame] !== 0) return reasons.RESERVED;
    if (!this.isTaken(frame)) return reasons.ALREADY_FREE;
    this.clear(frame, 1);
    return 0;
  }

  protected clear(start: number, count: number): void {
    this.eachWord(start, count, (word, mask) => {
      this.words[word]! &= ~mask;
    });
  }

  private isTaken(frame: number): boolean {
    return ((this.words[frame >>> 5]! >>> (frame & 31)) & 1) === 1;
  }

  /** Calls back for each word of a run with the mask of the run's bits in it. */
  private eachWord(start: number, count: number, touch: (word: number, mask: number) => void): void {
    for (let from = start; from < start + count; ) {
      const end = Math.min(start + count, (Math.floor(from / BITS) + 1) * BITS);
      touch(from >>> 5, maskOf(end - from) << (from & 31));
      from = end;
    }
  }
}

/** So many low bits. */
export function maskOf(count: number): number {
  return count === BITS ? -1 : (1 << count) - 1;
}

export default defineAllocator({
  name: "word-bitmap",
  summary: "a bitmap in words of 32",
  make: ({ frames }: Scope) => new WordBitmap(frames),
});
