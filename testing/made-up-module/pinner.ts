/** An allocator that keeps the rules of the made-up module. */
import { defineAllocator, fromObject } from "./index.js";

/** What a release answers while a device writes to a frame. */
const BUSY = -16;

export class Pinner {
  private readonly owners: number[];
  protected readonly pinned: boolean[];
  /** How many slices of each range are alive. */
  private readonly slices: Record<string, number> = {};

  constructor(frames: number) {
    this.owners = new Array<number>(frames).fill(0);
    this.pinned = new Array<boolean>(frames).fill(false);
  }

  reserve(start: number, count: number, owner: number): boolean {
    return this.change(start, count, 0, owner);
  }

  release(start: number, count: number, owner: number): boolean | number {
    if (this.isPinned(start, count)) return BUSY;
    return !this.isLent(start, count) && this.change(start, count, owner, 0);
  }

  protected isLent(start: number, count: number): boolean {
    const end = start + count;
    return Object.keys(this.slices).some((key) => {
      const [from = 0, length = 0] = key.split("+").map(Number);
      return from < end && start < from + length;
    });
  }

  protected isPinned(start: number, count: number): boolean {
    return this.pinned.slice(start, start + count).includes(true);
  }

  borrow(start: number, count: number): boolean {
    const [owner = 0] = this.owners.slice(start);
    if (owner === 0 || !this.change(start, count, owner, owner)) return false;
    const key = `${start}+${count}`;
    this.slices[key] = (this.slices[key] ?? 0) + 1;
    return true;
  }

  drop(start: number, count: number): boolean {
    const key = `${start}+${count}`;
    const left = (this.slices[key] ?? 0) - 1;
    if (left < 0) return false;
    if (left === 0) delete this.slices[key];
    else this.slices[key] = left;
    this.pinned.fill(false, start, start + count);
    return true;
  }

  pin(start: number, count: number): boolean {
    if (this.owners.slice(start, start + count).includes(0)) return false;
    this.pinned.fill(true, start, start + count);
    return true;
  }

  /** Gives the frames of a range from one owner to another; 0 is nobody. */
  private change(start: number, count: number, from: number, to: number): boolean {
    if (this.owners.slice(start, start + count).some((owner) => owner !== from)) return false;
    this.owners.fill(to, start, start + count);
    return true;
  }
}

export function pinning(name: string, make: (frames: number) => Pinner) {
  return defineAllocator({
    name,
    make: fromObject({
      make: ({ frames }) => make(frames),
      calls: {
        reserve: (mine, { start, count, owner }) => mine.reserve(start, count, owner),
        release: (mine, { start, count, owner }) => mine.release(start, count, owner),
        borrow: (mine, { start, count }) => mine.borrow(start, count),
        drop: (mine, { start, count }) => mine.drop(start, count),
        pin: (mine, { start, count }) => mine.pin(start, count),
      },
      refusals: [
        { when: BUSY, is: "pinned" },
        { when: false, is: "refused" },
      ],
    }),
  });
}

export default pinning("pinner", (frames) => new Pinner(frames));
