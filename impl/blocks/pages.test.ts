import { describe, expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { STRICT } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { pagesAsIs } from "../originals/pages-as-is.js";
import { Pages, pages } from "./pages.js";

const arena = scopeOf(8, 2, 2);
const INITRD = 1;
const DTB = 2;

function statuses(allocator: Allocator): number[] {
  return Array.from({ length: 8 }, (_, page) => allocator.observe!(page));
}

test("a range is reserved, released and allocated: the formerly reserved frames are served", () => {
  const allocator = pages.make(arena);
  expect(allocator.reserve!(2, 3, INITRD)).toBe(0);
  expect(allocator.allocBlock!(3, 1)).toBe(5); // behind it: the two pages before it are too few
  expect(allocator.release!(2, 3, INITRD)).toBe(0);
  expect(allocator.allocBlock!(5, 1)).toBe(0);
  expect(statuses(allocator)).toEqual(new Array(8).fill(ALLOCATED));
});

describe("a release", () => {
  const reserved = () => {
    const allocator = pages.make(arena);
    allocator.reserve!(2, 4, INITRD);
    return allocator;
  };

  test.each([
    { part: "the whole", start: 2, count: 4, left: [] },
    { part: "the head", start: 2, count: 1, left: [3, 4, 5] },
    { part: "the middle", start: 3, count: 2, left: [2, 5] },
    { part: "the tail", start: 4, count: 2, left: [2, 3] },
  ])("of $part leaves the rest reserved, and each part of it can be released", ({ start, count, left }) => {
    const allocator = reserved();
    expect(allocator.release!(start, count, INITRD)).toBe(0);
    expect(allocator.counts!()).toEqual({ free: 4 + count, reserved: 4 - count, allocated: 0 });
    for (const page of left) expect(allocator.free!(page)).toBe(reasons.RESERVED);
    // The hole is served, and what is allocated there does not run on into what is left.
    for (let i = 0; i < 4 + count; i++) expect(allocator.allocBlock!(1, 1)).not.toBe(reasons.EXHAUSTED);
    for (const page of left) expect(allocator.release!(page, 1, INITRD)).toBe(0);
    for (const page of left) expect(allocator.allocBlock!(1, 1)).toBe(page);
    expect(allocator.audit!()).toBeNull();
  });

  test("rounds as the reservation did, and two reservations share no page", () => {
    const allocator = pages.make(arena);
    expect(allocator.reserve!(1.5, 2, INITRD)).toBe(0);
    expect(statuses(allocator)).toEqual([FREE, INITRD, INITRD, INITRD, FREE, FREE, FREE, FREE]);
    expect(allocator.reserve!(3.5, 1, DTB)).toBe(reasons.OVERLAPS_RESERVED);
    expect(allocator.release!(1.5, 2, INITRD)).toBe(0);
    expect(statuses(allocator)).toEqual(new Array(8).fill(FREE));
  });

  test.each([
    { of: "pages that are not reserved", start: 6, count: 1, refused: reasons.NOT_RESERVED },
    { of: "pages reserved in parts", start: 4, count: 4, refused: reasons.NOT_RESERVED },
    { of: "an allocation", start: 0, count: 2, refused: reasons.NOT_RESERVED },
  ])("of $of is refused", ({ start, count, refused }) => {
    const allocator = reserved();
    expect(allocator.allocBlock!(2, 1)).toBe(0);
    expect(allocator.release!(start, count, INITRD)).toBe(refused);
  });

  test("a second time, or by another, is refused", () => {
    const allocator = reserved();
    expect(allocator.release!(2, 4, DTB)).toBe(reasons.FOREIGN_OWNER);
    expect(allocator.release!(2, 4, INITRD)).toBe(0);
    expect(allocator.release!(2, 4, INITRD)).toBe(reasons.NOT_RESERVED);
  });

  test("is refused while a slice of a part of it is alive", () => {
    const allocator = reserved();
    expect(allocator.borrow!(3, 1)).toBe(0);
    expect(allocator.release!(2, 4, INITRD)).toBe(reasons.LIVE_SLICE);
    expect(allocator.release!(4, 2, INITRD)).toBe(0);
    expect(allocator.drop!(3, 1)).toBe(0);
    expect(allocator.release!(2, 2, INITRD)).toBe(0);
  });
});

test("the counts are pinned", () => {
  const scope = ownScope(scopeOf(4, 2, 3), pages);
  expect(runToEnd({ definition: pages, scope })).toMatchObject({
    verdict: "holds",
    states: 16_904,
    tried: 1_125_260,
    transitions: 115_890,
    depth: 9,
  });
});

/** A version with one thing left out, and the rule that shows it. */
function without(made: (scope: Scope) => Allocator): AllocatorDefinition {
  return { ...pages, make: made };
}

describe("what keeps it right is seen when it is missing", () => {
  const broken = (definition: AllocatorDefinition) =>
    runToEnd({ definition, scope: ownScope(scopeOf(3, 2, 1, "foreign"), definition) }).counterexamples[0];

  test("zeroing", () => {
    class Dirty extends Pages {
      protected override zero(): void {}
    }
    const found = broken(without((scope) => new Dirty(scope)));
    expect(found).toMatchObject({ rule: "audit", found: "page 0 was handed out with what it held before" });
    expect(programOf(found!)).toEqual([
      "reserve(0, owner 1)",
      "release(0, owner 1)",
      "alloc-block(1 frame, align 1)",
    ]);
  });

  test("first fit", () => {
    class LastFit extends Pages {
      override allocBlock(count: number, align: number): number {
        for (let first = this.status.length - count; first >= 0 && count > 0 && align === 1; first--)
          if (this.status.subarray(first, first + count).every((status) => status === FREE)) {
            this.status.fill(254, first, first + count - 1);
            this.status[first + count - 1] = 255;
            this.zero(first, first + count);
            return first;
          }
        return super.allocBlock(count, align);
      }
    }
    const found = broken(without((scope) => new LastFit(scope)));
    expect(found).toMatchObject({ rule: "lowest-first", expected: "frame 0, the lowest that will do" });
  });

  test("rounding outward when reserving", () => {
    class Inward extends Pages {
      override reserve(start: number, count: number, owner: number): number {
        const first = Math.ceil(start);
        const whole = Math.floor(start + count) - first; // pages that the bytes fill
        return count > 0 && whole === 0 ? 0 : super.reserve(first, whole, owner);
      }
    }
    const found = broken(without((scope) => new Inward(scope)));
    expect(programOf(found!)).toEqual(["reserve(0.5, owner 1)"]);
  });
});

describe("as it is", () => {
  const scope = ownScope(scopeOf(4, 2, 1, "foreign"), pagesAsIs);

  test("it holds under what it asserts, and the counts are pinned", () => {
    const run = runToEnd({ definition: pagesAsIs, scope: ownScope(scopeOf(4, 2, 1), pagesAsIs) });
    expect(run).toMatchObject({ verdict: "holds", states: 153, tried: 2_476, transitions: 502, depth: 6 });
  });

  test("under strict it gives a reservation away and frees from inside, each by a shortest trace", () => {
    const run = runToEnd({ definition: pagesAsIs, scope, contract: STRICT, keep: "all" });
    expect(run.counterexamples.map((found) => [found.rule, programOf(found)])).toEqual([
      ["reserve/empty", ["reserve(0, no frames, owner 1)"]],
      ["reserve/misaligned", ["reserve(0.5, owner 1)"]],
      ["free/reserved", ["reserve(0, owner 1)", "free(0)"]],
      ["free/interior", ["alloc-block(2 frames, align 1)", "free(1)"]],
    ]);
  });

  test("an allocation whose inner page was freed has no last page, and freeing it takes the next one along", () => {
    const allocator = pagesAsIs.make(arena);
    expect([allocator.allocBlock!(2, 1), allocator.allocBlock!(2, 1)]).toEqual([0, 2]);
    expect(allocator.free!(1)).toBe(0);
    expect(allocator.free!(0)).toBe(0);
    expect([2, 3].map((page) => allocator.observe!(page))).toEqual([FREE, FREE]); // the neighbour's
    expect(allocator.free!(2)).toBe(reasons.ALREADY_FREE);
  });
});
