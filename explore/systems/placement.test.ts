/** What a person promises of the place of what is handed out, and refusals that are needless. */
import { expect, test } from "vitest";
import { judge } from "../../counterexamples/judge.js";
import { check } from "../../index.js";
import { STRICT } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { Placement } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { programOf } from "../../testing/commands.js";

type Pick = (starts: readonly number[], taken: readonly boolean[]) => number | undefined;

/** The run of free frames around one. */
function runAt(taken: readonly boolean[], frame: number): number {
  const [first, end] = [taken.lastIndexOf(true, frame) + 1, taken.indexOf(true, frame)];
  return (end < 0 ? taken.length : end) - first;
}

/** Hands out blocks at whichever place `pick` takes among those that will do. */
class Picks {
  readonly taken: boolean[];
  constructor(frames: number) {
    this.taken = new Array<boolean>(frames).fill(false);
  }
  alloc(count: number, align: number, pick: Pick): number {
    const starts = [...this.taken.keys()].filter(
      (start) =>
        start % align === 0 &&
        start + count <= this.taken.length &&
        !this.taken.slice(start, start + count).includes(true),
    );
    const start = pick(starts, this.taken) ?? -1;
    if (start >= 0) this.taken.fill(true, start, start + count);
    return start;
  }
  free(start: number, count: number): boolean {
    this.taken.fill(false, start, start + count);
    return true;
  }
}

const placing = (pick: Pick, placement?: Placement) =>
  check(
    defineAllocator({
      name: "picks",
      contract: "trusted",
      ...(placement === undefined ? {} : { placement }),
      make: fromObject({
        make: ({ frames }) => new Picks(frames),
        calls: {
          "alloc-block": (pool, { count, align }) => pool.alloc(count, align, pick),
          "free-block": (pool, { start, count }) => pool.free(start, count),
        },
      }),
    }),
    { frames: 4, slices: 1 },
  );

const lowest: Pick = (starts) => starts[0];
const highest: Pick = (starts) => starts.at(-1);
const bestFit: Pick = (starts, taken) => starts.toSorted((a, b) => runAt(taken, a) - runAt(taken, b))[0];
const odd: Pick = (starts) => starts.find((start) => start % 2 === 1) ?? starts[0];

const SMALLEST_RUN: Placement = (one, other) => one.run.count - other.run.count;
const ODD_FIRST: Placement = (one, other) => (other.start % 2) - (one.start % 2);
const ONE = "alloc-block(1 frame, align 1)";

test.each<readonly [string, Pick, Placement]>([
  ["the lowest", lowest, "lowest"],
  ["the highest", highest, "highest"],
  ["best fit", bestFit, SMALLEST_RUN],
  ["odd frames first", odd, ODD_FIRST],
])("%s holds where it is promised, and where nothing is", (_, pick, placement) => {
  expect(placing(pick, placement).verdict).toBe("holds");
  expect(placing(pick).verdict).toBe("holds");
});

test.each<readonly [string, Pick, Placement, string, readonly string[], string]>([
  ["lowest by the highest", highest, "lowest", "lowest-first", [ONE], "frame 0, the lowest that will do"],
  ["highest by the lowest", lowest, "highest", "preferred-place", [ONE], "frame 3, which goes before it"],
  ["odd by the lowest", lowest, ODD_FIRST, "preferred-place", [ONE], "frame 1, which goes before it"],
  [
    "best fit by the lowest",
    lowest,
    SMALLEST_RUN,
    "preferred-place",
    [ONE, "alloc-block(1 frame, align 2)", "free-block(0)", ONE],
    "frame 3, which goes before it",
  ],
])("%s is broken", (_, pick, placement, rule, program, expected) => {
  const found = placing(pick, placement).counterexamples[0]!;
  expect(found.rule).toBe(rule);
  expect(found.expected).toBe(expected);
  expect(programOf(found)).toEqual(program);
  expect(judge(found, STRICT).proved).toBe(rule === "lowest-first");
});

test("to give up where the first free frame is not aligned is a needless refusal", () => {
  const hasty: Pick = (starts, taken) => starts.find((start) => start === taken.indexOf(false));
  const found = placing(hasty).counterexamples[0]!;
  expect(found.rule).toBe("alloc-block/legal");
  expect(programOf(found)).toEqual([ONE, "alloc-block(1 frame, align 2)"]);
});

test("a comparison that compares nothing is a misuse, and so is an unknown name", () => {
  const misuse = (code: string) => expect.objectContaining({ name: "Misuse", code }) as Error;
  expect(() => placing(lowest, (() => "first") as unknown as Placement)).toThrow(misuse("bad-placement"));
  expect(() => placing(lowest, "nearest" as Placement)).toThrow(misuse("bad-definition"));
  const throws = (): number => {
    throw new Error("no order");
  };
  expect(() => placing(lowest, throws)).toThrow(misuse("bad-placement"));
});
