/**
 * A bitmap in words of four frames, and above it one summary bit a word: set when the word is full.
 *
 * An allocation looks at one summary bit for every four frames. All there is are bytes, so this is
 * the socket itself: `state` is the words, then the summary, then which frames are reserved.
 */
import { type Allocator, defineAllocator, reasons, type Scope } from "allocheck";

const WIDTH = 4;
const FULL = 0b1111;

export class TwoLevelBitmap implements Allocator {
  readonly state: Uint8Array;
  protected readonly words: Uint8Array;
  /** One byte a word, 1 when all its frames are taken. */
  protected readonly full: Uint8Array;
  /** The owner of each reserved frame, 0 for the others. */
  private readonly owner: Uint8Array;

  constructor(frames: number) {
    const words = Math.ceil(frames / WIDTH);
    this.state = new Uint8Array(2 * words + frames);
    this.words = this.state.subarray(0, words);
    this.full = this.state.subarray(words, 2 * words);
    this.owner = this.state.subarray(2 * words);
    // The last word may have bits that are no frame: they are taken for good.
    for (let bit = frames; bit < words * WIDTH; bit++) this.take(bit);
  }

  reserve(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      if (this.owner[frame] !== 0) return reasons.OVERLAPS_RESERVED;
      if (this.isTaken(frame)) return reasons.OVERLAPS_ALLOCATED;
    }
    this.owner.fill(owner, start, start + count);
    for (let frame = start; frame < start + count; frame++) this.take(frame);
    return 0;
  }

  release(start: number, count: number, owner: number): number {
    for (let frame = start; frame < start + count; frame++) {
      if (this.owner[frame] === 0) return reasons.NOT_RESERVED;
      if (this.owner[frame] !== owner) return reasons.FOREIGN_OWNER;
    }
    this.owner.fill(0, start, start + count);
    for (let frame = start; frame < start + count; frame++) this.give(frame);
    return 0;
  }

  alloc(): number {
    const word = this.full.indexOf(0);
    if (word < 0) return reasons.EXHAUSTED;
    let frame = word * WIDTH;
    while (this.isTaken(frame)) frame++;
    this.take(frame);
    return frame;
  }

  free(frame: number): number {
    if (this.owner[frame] !== 0) return reasons.RESERVED;
    if (!this.isTaken(frame)) return reasons.ALREADY_FREE;
    this.give(frame);
    return 0;
  }

  /** A summary bit is set exactly when its word is full. */
  audit(): string | null {
    const wrong = this.full.findIndex((full, word) => (full === 1) !== (this.words[word] === FULL));
    return wrong < 0 ? null : `summary bit ${wrong} is ${this.full[wrong]}, its word is ${this.words[wrong]}`;
  }

  protected isTaken(frame: number): boolean {
    return ((this.words[Math.floor(frame / WIDTH)]! >> (frame % WIDTH)) & 1) === 1;
  }

  protected take(frame: number): void {
    const word = Math.floor(frame / WIDTH);
    this.words[word]! |= 1 << (frame % WIDTH);
    if (this.words[word] === FULL) this.full[word] = 1;
  }

  protected give(frame: number): void {
    const word = Math.floor(frame / WIDTH);
    this.words[word]! &= ~(1 << (frame % WIDTH));
    this.full[word] = 0;
  }
}

export default defineAllocator({
  name: "two-level-bitmap",
  summary: "a bitmap with a summary level",
  make: ({ frames }: Scope) => new TwoLevelBitmap(frames),
});
