import { describe, expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Buddy, buddy, topOrder } from "./buddy.js";

const eight = scopeOf(8, 2, 1); // two blocks of four, the largest there are

test("a block is split down for what is asked for, and merged up again when it comes back", () => {
  const allocator = new Buddy(eight);
  const fresh = allocator.state.slice();
  expect([1, 2, 1, 4].map((count) => allocator.allocBlock(count, count))).toEqual([0, 2, 1, 4]);
  expect(allocator.allocBlock(1, 1)).toBe(reasons.EXHAUSTED);
  for (const [start, count] of [
    [0, 1],
    [4, 4],
    [2, 2],
    [1, 1],
  ] as const)
    expect(allocator.freeBlock(start, count)).toBe(0);
  expect(allocator.state).toEqual(fresh);
});

test("merging stops at the largest order, where two blocks of it lie side by side", () => {
  expect([1, 2, 4, 8, 64].map(topOrder)).toEqual([0, 0, 1, 2, 5]);
  const allocator = new Buddy(eight);
  expect([allocator.allocBlock(4, 4), allocator.allocBlock(4, 4)]).toEqual([0, 4]);
  expect([allocator.freeBlock(0, 4), allocator.freeBlock(4, 4)]).toEqual([0, 0]);
  expect(allocator.audit()).toBeNull();
  expect([allocator.allocBlock(4, 4), allocator.allocBlock(4, 4)]).toEqual([0, 4]);
});

test("ranges that come in one after the other merge: the block they make together is handed out", () => {
  const allocator = new Buddy(eight);
  expect(allocator.reserve(0, 8, 1)).toBe(0);
  for (const [start, count] of [
    [0, 2],
    [2, 1],
    [3, 1],
  ] as const)
    expect(allocator.release(start, count, 1)).toBe(0);
  expect(allocator.allocBlock(4, 4)).toBe(0);
});

test("a reserved frame splits what it lies in, and what is left is handed out", () => {
  const allocator = new Buddy(eight);
  expect(allocator.reserve(1, 1, 2)).toBe(0);
  const kinds = () => Array.from({ length: 8 }, (_, frame) => allocator.observe(frame));
  expect(kinds()).toEqual([FREE, 2, FREE, FREE, FREE, FREE, FREE, FREE]);
  expect([2, 1, 4].map((count) => allocator.allocBlock(count, count))).toEqual([2, 0, 4]);
  expect(kinds()).toEqual([ALLOCATED, 2, ...new Array(6).fill(ALLOCATED)]);
});

test("the counts are pinned", () => {
  const run = runToEnd({ definition: buddy, scope: ownScope(scopeOf(4, 2, 3), buddy) });
  expect(run).toMatchObject({ verdict: "holds", states: 289, tried: 15_028, transitions: 1_852, depth: 5 });
});

describe("what keeps it right is seen when it is missing", () => {
  const broken = (Made: new (scope: Scope) => Buddy) =>
    runToEnd({
      definition: { ...buddy, make: (scope) => new Made(scope) },
      scope: ownScope(scopeOf(4, 1, 1), buddy),
    }).counterexamples[0]!;

  test("merging a range that is added late: frames that follow each other are no block", () => {
    class NeverMerges extends Buddy {
      protected override give(frame: number, order: number): void {
        this.state.fill(0, frame, frame + (1 << order));
        this.state[frame] = 1 + order;
      }
    }
    const found = broken(NeverMerges);
    expect(found.rule).toBe("audit");
    expect(programOf(found)).toEqual(["reserve(0, owner 1)", "release(0, owner 1)"]);
  });

  test("an end to merging: the block that two largest make is none", () => {
    class MergesOn extends Buddy {
      protected override give(frame: number, order: number): void {
        super.give(frame, order);
        if (this.state[0] === 1 + this.top && this.state[2] === 1 + this.top) {
          this.state[2] = 0;
          this.state[0]!++;
        }
      }
    }
    expect(broken(MergesOn)).toMatchObject({ rule: "audit", steps: [] });
  });

  test("the tail of a range that is no power of two", () => {
    class FirstBlockAlone extends Buddy {
      protected override add(start: number, end: number): void {
        super.add(start, start % 2 === 0 && end - start === 3 ? end - 1 : end);
      }
    }
    const found = broken(FirstBlockAlone);
    expect(programOf(found)).toEqual(["reserve(0..2, owner 1)", "release(0..2, owner 1)"]);
  });
});
