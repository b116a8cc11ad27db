/** What never returns becomes a finding with its shortest trace, and what is slow does not. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { answersOf, programOf } from "../../testing/commands.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const LIMIT = ["--max-command-seconds", "0.2"];
const SCOPE = ["--frames", "2", "--owners", "1", "--slices", "1"];

/** The file of an allocator of frames that are free or taken, one byte each, with some members otherwise. */
function socket(members: string, rest = "", before = ""): string {
  return fileOf(`
    import { defineAllocator } from "${ROOT}dist/bundle/index.js";
    ${before}
    class Mine {
      constructor(frames) { this.state = new Uint8Array(frames); }
      alloc() {
        const frame = this.state.indexOf(0);
        if (frame < 0) return -9;
        this.state[frame] = 1;
        return frame;
      }
      free(frame) {
        if (this.state[frame] === 0) return -10;
        this.state[frame] = 0;
        return 0;
      }
      ${members}
    }
    const make = ({ frames }) => new Mine(frames);
    export default defineAllocator({ name: "mine", make, ${rest} });
  `);
}

function fileOf(text: string): string {
  const file = join(temporaryDirectory(), "mine.mjs");
  writeFileSync(file, text);
  return file;
}

async function check(args: readonly string[]) {
  const { code, stdout, stderr } = await inProcess(["check", ...args, "--json", "--quiet"]);
  const { runs = [], error } = JSON.parse(stdout) as {
    readonly runs?: readonly Run[];
    readonly error?: { readonly code: string; readonly message: string };
  };
  return { code, stderr, error, runs: runs.map(({ measured: _, ...run }) => run) };
}

function told({ rule, expected, found, ...rest }: Counterexample) {
  const trace = rest as Counterexample;
  return { rule, expected, found, program: programOf(trace), answers: answersOf(trace) };
}

const HANGING_FREE = "free(frame) { while (this.state[frame] !== 1); this.state[frame] = 0; return 0; }";

test("a built-in one is caught by its shortest trace, and by any number of workers", async () => {
  const one = await check(["bitmap-scans-for-ever", ...LIMIT, "--workers", "1"]);
  expect(one.code).toBe(1);
  expect(one.runs).toHaveLength(1);
  expect(one.runs[0]).toMatchObject({ verdict: "broken", stoppedBy: "finding", closed: false, depth: 2 });
  expect(one.runs[0]?.counterexamples.map(told)).toEqual([
    {
      rule: "hangs",
      program: ["reserve(0..3, owner 1)", "alloc()"],
      answers: ["accepted", "did not return"],
      expected: "refused: exhausted",
      found: "alloc did not return within 0.2 seconds",
    },
  ]);
  expect(await check(["bitmap-scans-for-ever", ...LIMIT, "--workers", "3"])).toEqual(one);
});

test("one of a file is caught before it, and in it, wherever the self-test got to", async () => {
  const file = socket(HANGING_FREE);
  const one = await check([file, ...SCOPE, ...LIMIT, "--workers", "1"]);
  expect(one.runs[0]?.counterexamples.map(told)).toEqual([
    {
      rule: "hangs",
      program: ["free(0)"],
      answers: ["did not return"],
      expected: "refused: already-free",
      found: "free did not return within 0.2 seconds",
    },
  ]);
  expect(one.runs[0]?.counterexamples[0]?.module).toBe(file);
  expect(await check([file, ...SCOPE, ...LIMIT, "--workers", "2"])).toEqual(one);
});

test("one behind the friendly door is caught", async () => {
  const file = fileOf(`
    import { defineAllocator, fromObject } from "${ROOT}dist/bundle/index.js";
    const make = ({ frames }) => ({ free: Array.from({ length: frames }, (_, i) => i) });
    const alloc = (o) => { while (o.free.length === 0); return o.free.shift(); };
    export default defineAllocator({ name: "queue", make: fromObject({ make, calls: { alloc } }) });
  `);
  const { code, runs } = await check([file, ...SCOPE, ...LIMIT]);
  expect(code).toBe(1);
  expect(runs[0]?.counterexamples.map(told)).toMatchObject([
    { rule: "hangs", program: ["alloc()", "alloc()", "alloc()"], expected: "refused: exhausted" },
  ]);
});

test.each([
  {
    where: "the audit of a state",
    file: () => socket("audit() { while (this.state[1] === 1); return null; }"),
    program: ["alloc()", "alloc()"],
    answers: ["frame 0", "frame 1"],
    found: "audit did not return within 0.2 seconds",
  },
  {
    where: "the audit of the initial state",
    file: () => socket("audit() { while (this.state[1] === 0); return null; }"),
    program: [],
    answers: [],
    found: "audit did not return within 0.2 seconds",
  },
  {
    where: "what it observes",
    file: () => socket("observe() { while (this.state[0] === 1); }"),
    program: ["alloc()"],
    answers: ["frame 0"],
    found: "observed-kind did not return within 0.2 seconds",
  },
  {
    where: "scrub after a command",
    file: () => socket("scrub() { while (this.state[0] === 1); }"),
    program: ["alloc()"],
    answers: ["did not return"],
    found: "scrub after alloc did not return within 0.2 seconds",
  },
])("a hang in $where is found there", async ({ file, program, answers, found }) => {
  const { code, runs } = await check([file(), ...SCOPE, ...LIMIT]);
  expect(code).toBe(1);
  expect(runs[0]?.counterexamples.map(told)).toMatchObject([{ rule: "hangs", program, answers, found }]);
});

test.each([
  {
    where: "make",
    file: () =>
      fileOf(`
      import { defineAllocator } from "${ROOT}dist/bundle/index.js";
      const make = () => { while (true); };
      export default defineAllocator({ name: "mine", make, offers: { alloc: true } });
    `),
    code: "bad-make",
    says: /^make of .*mine\.mjs did not return within 0\.2 seconds$/,
  },
  {
    where: "offers",
    file: () => socket("", "offers: { alloc: true, free: () => { while (true); } }"),
    code: "bad-offers",
    says: /^offers of .*mine\.mjs did not return within 0\.2 seconds$/,
  },
  {
    where: "scrub of a fresh one",
    file: () => socket("scrub() { while (true); }"),
    code: "bad-scrub",
    says: /^scrub of .*mine\.mjs, called on a fresh allocator, did not return within 0\.2 seconds$/,
  },
])("a hang in $where is a misuse, for there is nothing to explore", async ({ file, code, says }) => {
  for (const workers of ["1", "2"]) {
    const checked = await check([file(), ...SCOPE, ...LIMIT, "--workers", workers]);
    expect(checked).toMatchObject({ code: 2, runs: [], error: { code } });
    expect(checked.error?.message).toMatch(says);
  }
});

/** The second command of its life hangs when it is an alloc with nothing free; no later one does. */
const HANGS_WHEN_YOUNG = `
  alloc() {
    const calls = this.calls ?? 0;
    this.calls = calls + 1;
    while (calls === 1 && this.state[0] === 1);
    if (this.state[0] === 1) return -9;
    this.state[0] = 1;
    return 0;
  }
  free() {
    this.calls = (this.calls ?? 0) + 1;
    if (this.state[0] === 0) return -10;
    this.state[0] = 0;
    return 0;
  }`;

test("a hang that only the self-test sees is reported with the sequence given so far", async () => {
  const { code, runs } = await check([socket(HANGS_WHEN_YOUNG), "--frames", "1", ...LIMIT]);
  expect(code).toBe(1);
  expect(runs[0]).toMatchObject({ verdict: "broken", closed: true });
  expect(runs[0]?.counterexamples.map(told)).toEqual([
    {
      rule: "hangs",
      program: ["alloc()", "alloc()"],
      answers: ["frame 0", "did not return"],
      expected: "an answer",
      found: "alloc did not return within 0.2 seconds",
    },
  ]);
});

test("a hang that a fresh allocator does not show is hidden state", async () => {
  // The second alloc of its life, in whatever state it is.
  const file = socket(
    "alloc() { this.calls = (this.calls ?? 0) + 1; while (this.calls === 2);" +
      " if (this.state[0] === 1) return -9; this.state[0] = 1; return 0; }" +
      "free(frame) { return this.state[frame] === 0 ? -10 : (this.state[frame] = 0); }",
  );
  const { runs } = await check([file, ...SCOPE, ...LIMIT]);
  expect(runs[0]?.counterexamples.map(({ rule }) => rule)).toEqual(["hidden-state"]);
});

test("a hang is seen again on a fresh allocator before it is told", async () => {
  // The third call of its life, whatever it is: in the initial state that is free(1).
  const file = socket(
    "age() { this.calls = (this.calls ?? 0) + 1; while (this.calls === 3); }" +
      "alloc() { this.age(); const frame = this.state.indexOf(0); if (frame < 0) return -9;" +
      " this.state[frame] = 1; return frame; }" +
      "free(frame) { this.age(); return this.state[frame] === 0 ? -10 : (this.state[frame] = 0); }",
  );
  const { runs } = await check([file, ...SCOPE, ...LIMIT]);
  expect(runs[0]?.counterexamples.map(told)).toMatchObject([
    {
      rule: "hidden-state",
      program: ["free(1)"],
      expected: "what the search saw: did not return; then hangs is broken",
      found: "on a fresh allocator: refused: already-free; then nothing is broken",
    },
  ]);
});

test("with --all a hang ends the search and what was found before is kept", async () => {
  // Freeing what is free is accepted, which is a finding; with both frames taken, alloc hangs.
  const file = socket(
    "free(frame) { this.state[frame] = 0; return 0; }" +
      "alloc() { let frame = 0; while (this.state[frame] === 1) frame = (frame + 1) % this.state.length;" +
      " this.state[frame] = 1; return frame; }",
  );
  const { runs } = await check([file, ...SCOPE, ...LIMIT, "--all"]);
  expect(runs[0]?.stoppedBy).toBe("finding");
  expect(runs[0]?.counterexamples.map(told)).toMatchObject([
    { rule: "free/already-free", program: ["free(0)"] },
    { rule: "hangs", program: ["alloc()", "alloc()", "alloc()"] },
  ]);
});

test("a finding that comes before the hang comes first, and alone with --first", async () => {
  // alloc comes before free in the table, and is wrong from the start.
  const file = socket(`alloc() { return 7; } ${HANGING_FREE}`);
  const { runs } = await check([file, ...SCOPE, ...LIMIT]);
  expect(runs[0]?.counterexamples.map(({ rule }) => rule)).toEqual(["alloc/free-frame", "hangs"]);
  const first = await check([file, ...SCOPE, ...LIMIT, "--first"]);
  expect(first.runs[0]?.counterexamples.map(({ rule }) => rule)).toEqual(["alloc/free-frame"]);
});

test("so does a state that is wrong by itself and was found, but not yet looked at", async () => {
  const file = socket(`audit() { return this.state[0] === 1 ? "wrong" : null; } ${HANGING_FREE}`);
  const { runs } = await check([file, ...SCOPE, ...LIMIT, "--first"]);
  expect(runs[0]?.counterexamples.map(told)).toMatchObject([{ rule: "audit", program: ["alloc()"] }]);
});

test("a slow allocator is not blamed, however long it takes in all", async () => {
  const slow = `alloc() {
    const end = performance.now() + 0.05;
    while (performance.now() < end);
    const frame = this.state.indexOf(0);
    if (frame < 0) return -9;
    this.state[frame] = 1;
    return frame;
  }
  audit() {
    const end = performance.now() + 0.3;
    while (performance.now() < end);
    return null;
  }`;
  const { code, runs } = await check([socket(slow), ...SCOPE, "--max-command-seconds", "0.5"]);
  expect(runs[0]?.verdict).toBe("holds");
  expect(code).toBe(0);
});

test("replay says that it still hangs, or that it is fixed", async () => {
  const recorded = `${ROOT}counterexamples/bitmap-scans-for-ever.alloc-hangs.json`;
  const again = await inProcess(["replay", recorded, ...LIMIT, "--json"]);
  const { replays } = JSON.parse(again.stdout) as { readonly replays: readonly unknown[] };
  expect(again.code).toBe(1);
  expect(replays).toMatchObject([
    {
      fate: "breaks",
      step: 2,
      rule: "hangs",
      detail: "alloc(): expected refused: exhausted; found alloc did not return within 0.2 seconds",
    },
  ]);
  const fixed = await inProcess(["replay", recorded, "--on", "bitmap", ...LIMIT]);
  expect(fixed.code).toBe(0);
  expect(fixed.stdout).toContain("hangs is no longer broken");
});

test("the recorded counterexample is what a check records today", async () => {
  const directory = temporaryDirectory();
  const { code } = await inProcess([
    "check",
    "bitmap-scans-for-ever",
    "--save",
    directory,
    "--quiet",
    "--max-command-seconds",
    "1",
  ]);
  expect(code).toBe(1);
  const name = "bitmap-scans-for-ever.alloc-hangs.json";
  const recorded = readFileSync(`${ROOT}counterexamples/${name}`, "utf8");
  expect(readFileSync(join(directory, name), "utf8")).toBe(recorded);
});
