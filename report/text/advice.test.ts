/** What is given back may be trusted: the contract for it, and the line that says so. */
import { expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { KERNEL, LEARNS, STRICT, TRUSTED } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { reasons } from "../../model/words/reasons.js";
import { programOf } from "../../testing/commands.js";
import { LEARNERS } from "../../testing/made-up/learning.js";
import { TRUSTING } from "../../testing/made-up/trusting.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import * as parts from "../../testing/worlds/parts.js";
import { adviceFor } from "./advice.js";

const check = (definition: AllocatorDefinition, contract = definition.contract) =>
  runToEnd({ definition, contract, scope: ownScope(scopeOf(4, 1, 1), definition) });
const first = (...given: Parameters<typeof check>): Counterexample => {
  const { counterexamples } = check(...given);
  expect(counterexamples).toHaveLength(1);
  return counterexamples[0]!;
};
const sound = TRUSTING.map(([definition]) => [definition.name, definition] as const);

test.each(sound)("%s is blamed by strict, advised, and holds where callers are trusted", (_, definition) => {
  const found = first(definition);
  expect(programOf(found)).toHaveLength(1);
  expect(adviceFor(found)).toBe("if callers are trusted: --contract trusted");
  for (const contract of [TRUSTED, KERNEL]) {
    const run = check(definition, contract);
    expect(run.verdict).toBe("holds");
    expect(run.leftOut.some(({ by, count }) => by === "contract" && count > 0)).toBe(true);
  }
});

test.each([
  ["frees-beside", ["alloc()", "alloc()", "free(0)", "alloc()"], "alloc/free-frame"],
  ["pushes-below", ["alloc()", "alloc()", "free(0)", "alloc()"], "alloc/free-frame"],
  [
    "keeps-the-last",
    ["alloc-block(2 frames, align 1)", "free-block(0..1)", "alloc-block(3 frames, align 1)"],
    "alloc-block/legal",
  ],
] as const)("%s is found all the same", (name, program, rule) => {
  const faulty = TRUSTING.map(([, definition]) => definition).find((definition) => definition.name === name)!;
  const found = first(faulty, TRUSTED);
  expect([found.rule, ...programOf(found)]).toEqual([rule, ...program]);
  expect(adviceFor(found)).toBeNull();
});

/** Pages in bytes: a free of one that is not taken, or an allocation in vain, throws. */
const ending = (of: "free" | "alloc") =>
  defineAllocator({
    name: `ends-${of}`,
    make: ({ frames }) => {
      const state = new Uint8Array(frames);
      const halt = (): number => {
        throw new Error("BUG()");
      };
      return {
        state,
        alloc: () => {
          const frame = state.indexOf(0);
          if (frame < 0) return of === "alloc" ? halt() : reasons.EXHAUSTED;
          state[frame] = 1;
          return frame;
        },
        free: (frame) => {
          if (state[frame] === 0) return of === "free" ? halt() : reasons.ALREADY_FREE;
          state[frame] = 0;
          return 0;
        },
      };
    },
  });

test("a halt is a matter of trust where only callers that are not trusted come to it", () => {
  expect(adviceFor(first(ending("free")))).toBe("if callers are trusted: --contract trusted");
  expect(check(ending("free"), TRUSTED).verdict).toBe("holds");
  expect(adviceFor(first(ending("alloc")))).toBeNull();
});

test("what refuses a block although all is free may have no such blocks", () => {
  const none = defineAllocator({
    name: "none",
    make: () => ({ state: new Uint8Array(1), allocBlock: () => reasons.EXHAUSTED }),
  });
  expect(adviceFor(first(none))).toMatch(
    /^if it has no such blocks: offers in its definition, ac_offers_block/,
  );
});

test("what frees one frame of a block is told how that is offered", () => {
  const byFrame = defineAllocator({
    name: "by-frame",
    make: ({ frames }) => {
      const state = new Uint8Array(frames);
      const take = (count: number, align = 1) => {
        const at = [...state.keys()].find(
          (f) => f % align === 0 && f + count <= frames && !state.subarray(f, f + count).includes(1),
        );
        if (at !== undefined) state.fill(1, at, at + count);
        return at ?? reasons.EXHAUSTED;
      };
      const free = (frame: number) => {
        state[frame] = 0;
        return 0;
      };
      return { state, alloc: () => take(1), allocBlock: take, free };
    },
  });
  const advised = check(byFrame, TRUSTED).counterexamples.map(adviceFor);
  expect(advised).toContainEqual(
    expect.stringMatching(/^if free gives back one frame of a block: offer none/),
  );
});

test("what takes back parts of blocks is told the contract for that as well", () => {
  const [found] = check(parts.runs, STRICT).counterexamples;
  expect(adviceFor(found!)).toBe(
    "if callers are trusted: --contract trusted; if any part of what is allocated may be freed: --contract by-frame",
  );
  const [doubled] = check(parts.looksAtOneSide).counterexamples;
  expect(adviceFor(doubled!)).toBe("if callers are trusted: --contract kernel-by-frame");
});

test("a release under a live slice is no matter of trust", () => {
  expect(TRUSTED.promises["release/live-slice"]).toBeUndefined();
  expect(KERNEL.promises["release/live-slice"]).toBeUndefined();
});

test("the least contract that leaves open what one's own does is named, else the promise to add", () => {
  const [marks] = LEARNERS[1]!;
  expect(adviceFor(first(marks, STRICT))).toBe(
    "if an allocation that fails may leave a mark: --contract learns",
  );
  expect(adviceFor(first(marks, TRUSTED))).toBe(
    "if an allocation that fails may leave a mark: --contract kernel",
  );
  const [bits] = TRUSTING[0]!;
  expect(adviceFor(first(bits, LEARNS))).toBe("if callers are trusted: --contract kernel");
  const own = { ...STRICT, id: "own", mayRefuse: { free: "it is closed" } };
  expect(adviceFor(first(bits, own))).toBe(
    'if callers are trusted, let own promise "free/already-free": { kind: "precondition", because }',
  );
});

test("one answer for every refusal, and the least block for no size, are told how to say so", () => {
  const make = fromObject<{ size: number }>({
    make: ({ frames }) => ({ size: frames }),
    calls: {
      "alloc-block": (pool, { count }) => {
        if (count > pool.size || pool.size === 0) return 0;
        pool.size = 0;
        return 1;
      },
    },
    addresses: { base: 1, frameSize: 1 },
    refusals: [{ when: 0, is: "exhausted" }],
  });
  const scope = { ...scopeOf(2, 1, 1), startPfn: 1, modules: ["blocks", "foreign"] as const };
  const runOf = (refuses: boolean) =>
    runToEnd({
      definition: defineAllocator({
        name: "one",
        make,
        offers: { "alloc-block": ({ count }) => count > 0 || refuses },
      }),
      scope,
      keep: "all",
    });
  const advice = runOf(true).counterexamples.map((found) => [found.rule, adviceFor(found)]);
  expect(advice).toContainEqual(["alloc-block/empty", expect.stringContaining("say count > 0")]);
  expect(advice).toContainEqual(["alloc-block/true-reason", expect.stringContaining('is: "refused"')]);
  expect(runOf(false).counterexamples.map(({ rule }) => rule)).toEqual(["alloc-block/legal"]);
});
