import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import { served } from "../../testing/cli.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

/** The machine output and the exit code, without what was measured. */
/** What a check comes to; a window, which is one search more, where the arguments ask for it. */
async function outcome(args: readonly string[], workers: number, cwd: string) {
  const windows = args.some((word) => word.startsWith("--window")) ? [] : ["--no-windows"];
  const line = ["check", ...args, ...windows, "--json", "--workers", String(workers)];
  const { code, stdout } = await served(line, { cwd });
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly Run[] };
  const counted = runs.map(({ measured }) => measured.workers);
  return { code, counted, runs: runs.map(({ measured: _, ...run }) => run) };
}

/** A next-free counter in three bytes: an allocator of a file, by the socket. */
const COUNTER = `
  import { defineAllocator } from "${ROOT}dist/bundle/index.js";
  export default defineAllocator({
    name: "counter",
    make: ({ frames }) => {
      const state = new Uint8Array(frames);
      const alloc = () => {
        const frame = state.indexOf(0);
        if (frame < 0) return -9;
        state[frame] = 1;
        return frame;
      };
      const free = (frame) => {
        if (state[frame] === 0) return -10;
        state[frame] = 0;
        return 0;
      };
      return { state, alloc, free };
    },
  });
`;

const FRIENDLY = `
  import { defineAllocator, fromObject } from "${ROOT}dist/bundle/index.js";
  const make = ({ frames }) => ({ free: Array.from({ length: frames }, (_, i) => i) });
  const calls = { alloc: (o) => o.free.shift() ?? null };
  export default defineAllocator({ name: "stack", make: fromObject({ make, calls }) });
`;

/** Takes back what is free, and refuses the last frame, so that two rules are broken. */
const TWICE = `
  import { defineAllocator } from "${ROOT}dist/bundle/index.js";
  import counter from "./counter.mjs";
  export default defineAllocator({ name: "twice", make: (scope) => {
    const { state, alloc } = counter.make(scope);
    const free = (frame) => (state[frame] = 0);
    return { state, alloc: () => (state.subarray(1).includes(0) ? alloc() : -9), free };
  } });
`;

test.each([
  { args: ["bitmap", "free-list", "--frames", "3"], parallel: true, two: true },
  { args: ["--spec-only", "--frames", "5", "--owners", "1"], parallel: true },
  { args: ["bitmap-as-is", "--frames", "8"], parallel: true },
  { args: ["bitmap", "--max-depth", "3"], parallel: true },
  { args: ["bitmap", "--max-depth", "0"], parallel: true },
  { args: ["bitmap", "--max-states", "100"], parallel: true },
  {
    args: ["bitmap-pins-once", "free-list-forgets-to-merge"],
    parallel: false,
    two: true,
  },
  {
    args: ["bitmap-panics-when-full", "bitmap-moves-its-table"],
    parallel: false,
  },
  { args: ["bitmap-hides-its-hint", "bitmap-frees-in-scrub"], parallel: false },
  { args: ["bitmap-as-is", "--contract", "strict", "--all"], parallel: false },
  { args: ["./counter.mjs", "--frames", "7"], parallel: true },
  { args: ["./counter.mjs", "--frames", "4", "--window", "6"], parallel: true },
  { args: ["./friendly.mjs"], parallel: false },
  { args: ["./twice.mjs", "--frames", "7"], parallel: false, rules: ["alloc/legal", "free/already-free"] },
])(
  "the run is the same for one and three workers, or two as well: $args",
  async ({ args, parallel, two = false, rules }) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, "counter.mjs"), COUNTER);
    writeFileSync(join(cwd, "friendly.mjs"), FRIENDLY);
    writeFileSync(join(cwd, "twice.mjs"), TWICE);
    const one = await outcome(args, 1, cwd);
    const three = await outcome(args, 3, cwd);
    for (const several of [three, ...(two ? [await outcome(args, 2, cwd)] : [])])
      expect([several.code, several.runs]).toEqual([one.code, one.runs]);
    if (rules !== undefined) expect(one.runs[0]?.counterexamples.map(({ rule }) => rule)).toEqual(rules);
    // Who did the work is measured: a finding, --all and the friendly door are one worker's.
    expect(three.counted.every((count) => count === (parallel ? 3 : 1))).toBe(true);
  },
);

test("chance is called chance by any number of workers", async () => {
  for (const workers of [1, 2, 3]) {
    const { code, runs } = await outcome(["bitmap-draws-frames"], workers, temporaryDirectory());
    expect(code).toBe(1);
    expect(runs.flatMap(({ counterexamples }) => counterexamples.map(({ rule }) => rule))).toEqual([
      "nondeterministic",
    ]);
  }
});

/**
 * Frees nothing in the second and third thread that load it: those that search together, after one alone.
 * They wait for each other, or one may have found it before the other is there.
 */
const ODD = `
  import { appendFileSync, statSync } from "node:fs";
  import counter from "./counter.mjs";
  const loads = new URL("./loads", import.meta.url);
  appendFileSync(loads, "x");
  const part = [2, 3].includes(statSync(loads).size);
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (part && statSync(loads).size < 3) Atomics.wait(cell, 0, 0, 5);
  export default Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(counter),
    make: { value: (scope) => ({ ...counter.make(scope), ...(part ? { free: () => -1 } : {}) }) },
  });
`;

test("what several workers meet and one alone does not is a finding, never a run that holds", async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "counter.mjs"), COUNTER);
  writeFileSync(join(cwd, "odd.mjs"), ODD);
  expect((await outcome(["./odd.mjs"], 1, cwd)).runs[0]?.verdict).toBe("holds");
  const [run] = (await outcome(["./odd.mjs"], 2, cwd)).runs;
  expect(run?.verdict).toBe("broken");
  expect(run?.counterexamples[0]).toMatchObject({ rule: "nondeterministic", steps: [] });
});
