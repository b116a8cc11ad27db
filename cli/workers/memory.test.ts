/** Memory as a budget, and memory that there is not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Check } from "../../explore/check/check.js";
import type { Run } from "../../explore/check/verdict.js";
import { bitmap } from "../../impl/frames/bitmap.js";
import { allocheck } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { parseMemory } from "../input/options.js";

async function runOf(args: readonly string[], run = inProcess) {
  const { code, stdout, stderr } = await run(["check", ...args, "--json", "--quiet"]);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly Run[] };
  return { code, stderr, run: runs[0]! };
}

test.each([
  ["512", 512 * 2 ** 20],
  ["1.5G", 1.5 * 2 ** 30],
  ["64k", 65_536],
  [8, 8 * 2 ** 20],
])("the size %s is %d bytes", (text, bytes) => {
  expect(parseMemory(text)).toBe(bytes);
});

test.each(["", "G", "-1", "2T", "0", "1e3"])("the size %j is none", (text) => {
  expect(() => parseMemory(text)).toThrow("--max-memory takes a size such as 512M or 2G");
});

const scope = scopeOf(5, 2, 2);
const whole = runToEnd({ definition: bitmap, scope });

test.each([1, 4, 6, 8])("a search never holds more than it may: %d MB", (megabytes) => {
  const maxMemoryBytes = megabytes * 2 ** 20;
  const check = new Check({ definition: bitmap, scope, budget: { maxMemoryBytes } });
  let most = 0;
  // What one state needs at the least is there before any is looked at.
  const first = check.search.visited.bytes;
  while (check.advance(1)) most = Math.max(most, check.search.visited.bytes);
  const run = check.run();
  expect(most).toBeLessThanOrEqual(Math.max(maxMemoryBytes, first));
  if (run.closed) expect(run.states).toBe(whole.states);
  else {
    expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-memory" });
    expect(run.levels).toEqual(whole.levels.slice(0, run.levels.length));
  }
});

const BIG = ["bitmap", "--frames", "7", "--owners", "1", "--slices", "4"];

test.each(["1", "2", "3"])(
  "--max-memory ends a search by %s, with the levels that are complete",
  async (workers) => {
    const { code, run } = await runOf([...BIG, "--max-memory", "8M", "--workers", workers]);
    expect(code).toBe(3);
    expect(run).toMatchObject({
      verdict: "unfinished",
      stoppedBy: "max-memory",
      budget: { maxMemoryBytes: 2 ** 23 },
      measured: { workers: Number(workers) },
    });
    const { run: deep } = await runOf([...BIG, "--max-depth", String(run.depth)]);
    expect(run.levels).toEqual(deep.levels);
    expect(run.tried).toBe(deep.tried);
  },
);

test("a table that cannot be made ends the search as the budget does", () => {
  const Real = Int32Array;
  class Scarce extends Real {
    constructor(...args: unknown[]) {
      // The table at its third size.
      if (args[0] === 2 ** 14) throw new RangeError("Array buffer allocation failed");
      super(...(args as [number]));
    }
  }
  const check = new Check({ definition: bitmap, scope });
  vi.stubGlobal("Int32Array", Scarce);
  try {
    while (check.advance(8));
  } finally {
    vi.unstubAllGlobals();
  }
  const run = check.run();
  expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-memory" });
  expect(run.levels).toEqual(whole.levels.slice(0, run.levels.length));
  expect(run.levels.length).toBeGreaterThan(2);
});

test("a heap that is full ends it with what was complete", async () => {
  const file = join(temporaryDirectory(), "mine.mjs");
  // Once six frames are taken, each alloc leaks a megabyte.
  const text = `
    import { defineAllocator } from "${ROOT}dist/bundle/index.js";
    const leaked = [];
    const make = ({ frames }) => {
      const state = new Uint8Array(frames);
      const alloc = () => {
        const frame = state.indexOf(0);
        if (frame < 0) return -9;
        if (frame >= 6) leaked.push(new Array(131_072).fill(0.5));
        state[frame] = 1;
        return frame;
      };
      const free = (frame) => {
        if (state[frame] === 0) return -10;
        state[frame] = 0;
        return 0;
      };
      return { state, alloc, free };
    };
    export default defineAllocator({ name: "leaky", make });
  `;
  writeFileSync(file, text);
  const { code, run } = await runOf([file, "--frames", "13"], async (args) =>
    allocheck(args, { env: { NODE_OPTIONS: "--max-old-space-size=64" } }),
  );
  expect(code).toBe(3);
  expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "max-memory", budget: {} });
  // The sixth alloc leads to six frames taken, and the level after that is where it leaks.
  expect(run.depth).toBeGreaterThanOrEqual(6);
});
