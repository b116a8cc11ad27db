import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import type { Work } from "./messages.js";
import { Spare } from "./spare.js";
import type { Ears, Started } from "./start-worker.js";

const WORK: Work = { kind: "load", file: "a.js", as: "data" };

/** A thread that does nothing, and what was done with it. */
function idle() {
  const told: { ears: Ears | null; given: Work[]; ends: number } = { ears: null, given: [], ends: 0 };
  const started: Started = {
    flags: new Int32Array(1),
    cells: new Int32Array(1),
    listen: (ears) => {
      told.ears = ears;
    },
    give: (work) => told.given.push(work),
    end: () => {
      told.ends++;
    },
  };
  return { told, started };
}

test("a worker that waits is given once, and one that has gone is not", () => {
  const spare = new Spare();
  const [one, other] = [idle(), idle()];
  expect(spare.given(WORK)).toBeNull();
  spare.keep(one.started);
  expect(spare.given(WORK)).toBe(one.started);
  expect(one.told.given).toEqual([WORK]);
  expect(spare.given(WORK)).toBeNull();
  spare.keep(one.started);
  one.told.ears?.exited(1);
  expect(spare.given(WORK)).toBeNull();
  spare.keep(one.started);
  spare.keep(other.started);
  expect([one.told.ends, other.told.ends]).toEqual([1, 0]);
  one.told.ears?.failed(new Error("late"));
  spare.end();
  expect(other.told.ends).toBe(1);
  expect(spare.given(WORK)).toBeNull();
});

/** A bitmap that says when it is loaded; with a mistake it frees what lies at or past frame 32 no more. */
function allocator(keepsAbove: boolean): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(ROOT, join(directory, "node_modules", "allocheck"), "dir");
  const file = join(directory, "counted.mjs");
  writeFileSync(
    file,
    `import { appendFileSync } from "node:fs";
import { defineAllocator, fromObject } from "allocheck";
appendFileSync(${JSON.stringify(join(directory, "loads"))}, "x");
class Frames {
  constructor(frames) { this.taken = new Uint8Array(frames); }
  alloc() {
    const frame = this.taken.indexOf(0);
    if (frame >= 0) this.taken[frame] = 1;
    return frame;
  }
  free(frame) {
    if (this.taken[frame] === 0) return -1;
    if (${keepsAbove} && frame >= 32) return 0;
    this.taken[frame] = 0;
    return 0;
  }
}
export default defineAllocator({
  name: "counted",
  make: fromObject({
    make: ({ frames }) => new Frames(frames),
    calls: { alloc: (pool) => pool.alloc(), free: (pool, { frame }) => pool.free(frame) },
  }),
});
`,
  );
  return file;
}

const loadsOf = (file: string) => readFileSync(join(file, "..", "loads"), "utf8").length;

test("a file is loaded once for a check and its windows, and once more where one of them breaks a rule", async () => {
  const sound = allocator(false);
  const windowed = ["--frames", "2", "--window", "31,63", "--first", "--no-cache", "--quiet"];
  expect(await inProcess(["check", sound, ...windowed])).toMatchObject({ code: 0, stderr: "" });
  expect(loadsOf(sound)).toBe(1);
  const faulty = allocator(true);
  expect(await inProcess(["check", faulty, ...windowed])).toMatchObject({ code: 1 });
  expect(loadsOf(faulty)).toBe(2);
});
