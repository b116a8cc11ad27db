/** Each example holds, and the faulty version beside it is caught by the rule it breaks, at its shortest. */
import { describe, expect, test } from "vitest";
import { type AllocatorDefinition, type CheckOptions, check, type ScopeOptions } from "../index.js";
import { describeCommand } from "../model/words/commands.js";
import growingRanges from "./growing-ranges.js";
import overlapping from "./growing-ranges-overlap.js";
import lifoStack from "./lifo-stack.js";
import doublePush from "./lifo-stack-double-push.js";
import nextFit from "./next-fit.js";
import danglingRover from "./next-fit-dangling-rover.js";
import twoLevel from "./two-level-bitmap.js";
import staleSummary from "./two-level-bitmap-stale-summary.js";
import wordBitmap from "./word-bitmap.js";
import oneMask from "./word-bitmap-one-mask.js";

const SOUND: readonly (readonly [AllocatorDefinition, ScopeOptions, number])[] = [
  [growingRanges, { map: "2 free, 2 hole" }, 55],
  [lifoStack, { frames: 4 }, 120],
  [lifoStack, { frames: 5 }, 720],
  [twoLevel, { frames: 4, owners: 2 }, 256],
  [twoLevel, { frames: 6, owners: 1 }, 729],
  [wordBitmap, { frames: 4, owners: 2 }, 256],
  [nextFit, { frames: 4 }, 21],
  [nextFit, { frames: 6 }, 113],
];

test.each(SOUND.map(([allocator, ...rest]) => [allocator.name, allocator, ...rest] as const))(
  "%s holds",
  (_name, allocator, scope, states) => {
    const run = check(allocator, scope);
    expect(run.verdict).toBe("holds");
    expect(run.states).toBe(states);
  },
);

describe("caught", () => {
  const caught = (allocator: AllocatorDefinition, contract?: string, options: CheckOptions = {}) => {
    const run = check(allocator, contract === undefined ? options : { ...options, contract });
    expect(run.verdict).toBe("broken");
    const { rule, steps } = run.counterexamples[0]!; // it is broken
    return { rule, program: steps.map(({ command }) => describeCommand(command)) };
  };

  test("a double push, when the frame is handed out for the second time", () => {
    // Its stack grows with each double free, and so would the search without a limit.
    expect(caught(doublePush, undefined, { budget: { maxDepth: 5 } })).toEqual({
      rule: "alloc/free-frame",
      program: ["free(0)", "alloc()", "alloc()"],
    });
  });

  test("a double push, at once under strict", () => {
    expect(caught(doublePush, "strict")).toEqual({ rule: "free/already-free", program: ["free(0)"] });
  });

  test("a stale summary bit, when the only free frame is not found", () => {
    expect(caught(staleSummary)).toEqual({
      rule: "alloc/legal",
      program: ["reserve(0..3, owner 1)", "release(0, owner 1)", "alloc()"],
    });
  });

  test("growing over what is in use, when that is handed out again", () => {
    expect(caught(overlapping, undefined, { map: "2 free, 2 hole", first: true })).toEqual({
      rule: "alloc-block/exhausted",
      program: [
        "alloc-block(1 frame, align 1)",
        "alloc-block(1 frame, align 1)",
        "free-block(0)",
        "add(2)",
        "alloc-block(2 frames, align 1)",
      ],
    });
  });

  test("one mask for two words, in the window across them alone", () => {
    expect(check(oneMask, { windows: false })).toMatchObject({ verdict: "holds", states: 256 });
    expect(caught(oneMask)).toEqual({
      rule: "reserve/legal",
      program: ["reserve(62..64, owner 1)", "release(62..64, owner 1)", "reserve(62..64, owner 1)"],
    });
  });

  test("a dangling rover, when a frame from the run that is gone comes back and is in the list as well", () => {
    expect(caught(danglingRover)).toEqual({
      rule: "free/legal",
      program: ["alloc()", "free(0)", "alloc()", "free(1)"],
    });
  });
});
