/** Faulty versions of allocators of blocks: each overrides one method, and is named after it. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { Bootmem, bootmem } from "../blocks/bootmem.js";
import { Buddy, buddy } from "../blocks/buddy.js";
import { Pages, pages } from "../blocks/pages.js";
import { ANYWHERE } from "../parts/anywhere.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

class BuddyNeverRunsOut extends Buddy {
  /** Frame 0 is always there. */
  override allocBlock(count: number, align: number): number {
    const answer = super.allocBlock(count, align);
    return answer === reasons.EXHAUSTED ? 0 : answer;
  }
}

class BuddyAllocsReserved extends Buddy {
  /** A single frame is taken from a reservation first. */
  override allocBlock(count: number, align: number): number {
    const first = [...this.state.keys()].find((frame) => isOwner(this.observe(frame)));
    if (first === undefined || count > 1 || align > 1) return super.allocBlock(count, align);
    const answer = super.allocBlock(count, align);
    if (answer < 0) return answer;
    this.state[first] = this.state[answer]!;
    this.give(answer, 0);
    return first;
  }
}

class BuddyFreesTwice extends Buddy {
  override freeBlock(start: number, count: number): number {
    const answer = super.freeBlock(start, count);
    return answer === reasons.ALREADY_FREE ? ACCEPTED : answer;
  }
}

class BuddyFreesReserved extends Buddy {
  /** What is not free goes back the way all memory came in. */
  override freeBlock(start: number, count: number): number {
    const answer = super.freeBlock(start, count);
    const frames = Array.from({ length: count }, (_, i) => start + i);
    if (answer !== reasons.RESERVED || frames.some((frame) => this.observe(frame) === FREE)) return answer;
    for (const frame of frames) if (isOwner(this.observe(frame))) this.add(frame, frame + 1);
    return ACCEPTED;
  }
}

class BuddyFreesFromInside extends Buddy {
  /** An address inside a block stands for the block. */
  override freeBlock(start: number, count: number): number {
    const answer = super.freeBlock(start, count);
    if (answer !== reasons.INTERIOR) return answer;
    const first = this.firstOf(start);
    let end = start + 1;
    while (end < this.state.length && this.firstOf(end) === first) end++;
    return super.freeBlock(first, end - first);
  }
}

class BuddyFreesPart extends Buddy {
  /** The block knows its size, so the length given is not looked at. */
  override freeBlock(start: number, count: number): number {
    const answer = super.freeBlock(start, count);
    return answer === reasons.PARTIAL ? super.freeBlock(start, 2 * count) : answer;
  }
}

class BuddyFreesNeighbours extends Buddy {
  /** Blocks side by side are freed in one go. */
  override freeBlock(start: number, count: number): number {
    const answer = super.freeBlock(start, count);
    const end = start + count;
    const whole = end === this.state.length || this.firstOf(end) === end;
    if (answer !== reasons.FOREIGN_BLOCK || !whole) return answer;
    this.add(start, end);
    return ACCEPTED;
  }
}

class PagesBorrowsUnaligned extends Pages {
  /** Lends the whole pages around what is asked for. */
  override borrow(start: number, count: number): number {
    const answer = super.borrow(start, count);
    const first = Math.floor(start);
    if (answer !== reasons.MISALIGNED || this.slices.full) return answer;
    return super.borrow(first, Math.ceil(start + count) - first) < 0 ? answer : ACCEPTED;
  }
}

class PagesFreesFromInside extends Pages {
  /** As the original does: from the page given up to the last of its allocation. */
  override free(page: number): number {
    const answer = super.free(page);
    if (answer !== reasons.INTERIOR) return answer;
    let last = page;
    while (last + 1 < this.status.length && this.status[last] === this.status[page - 1]) last++;
    this.status.fill(FREE, page, last + 1);
    return ACCEPTED;
  }
}

class PagesEndsBootTwice extends Pages {
  override endBoot(): number {
    super.endBoot();
    return ACCEPTED;
  }
}

class PagesReservesLate extends Pages {
  /** The time of reservations never ends. */
  override reserve(start: number, count: number, owner: number): number {
    const over = this.bootOver[0]!;
    this.bootOver[0] = 0;
    const answer = super.reserve(start, count, owner);
    this.bootOver[0] = over;
    return answer;
  }
}

function isOwner(says: number): boolean {
  return says !== FREE && says !== ALLOCATED;
}

export const BLOCK_FAULTS: readonly AllocatorDefinition[] = [
  faulty(
    buddy,
    "never-runs-out",
    "hands out frame 0 when there is no room for a block",
    (scope) => new BuddyNeverRunsOut(scope),
  ),
  faulty(
    buddy,
    "allocs-reserved",
    "hands out a frame that is reserved",
    (scope) => new BuddyAllocsReserved(scope),
  ),
  faulty(buddy, "frees-twice", "accepts a double free of a block", (scope) => new BuddyFreesTwice(scope)),
  faulty(
    buddy,
    "frees-reserved",
    "frees reserved frames as a block",
    (scope) => new BuddyFreesReserved(scope),
  ),
  faulty(
    buddy,
    "frees-from-inside",
    "frees the block around a range that begins inside it",
    (scope) => new BuddyFreesFromInside(scope),
  ),
  faulty(buddy, "frees-part", "frees a whole block for part of it", (scope) => new BuddyFreesPart(scope)),
  faulty(
    buddy,
    "frees-neighbours",
    "frees several blocks as if they were one",
    (scope) => new BuddyFreesNeighbours(scope),
  ),
  {
    ...faulty(
      bootmem,
      "aligns-in-the-node",
      "aligns a block by its offset in the node, wherever the node begins",
      (scope) => new Bootmem({ ...scope, startPfn: 0 }),
    ),
    scopes: ANYWHERE.slice(1),
  },
  faulty(
    pages,
    "borrows-unaligned",
    "lends whole pages around addresses that are not aligned",
    (scope) => new PagesBorrowsUnaligned(scope),
  ),
  faulty(
    pages,
    "frees-from-inside",
    "frees the rest of an allocation from a page inside it",
    (scope) => new PagesFreesFromInside(scope),
  ),
  faulty(pages, "ends-boot-twice", "lets boot end again", (scope) => new PagesEndsBootTwice(scope)),
  faulty(pages, "reserves-late", "reserves after boot", (scope) => new PagesReservesLate(scope)),
];
