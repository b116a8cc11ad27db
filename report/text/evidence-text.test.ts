import { expect, test } from "vitest";
import type { Evidence } from "../../explore/evidence/evidence.js";
import { sampleRun } from "../../testing/samples.js";
import { PLAIN } from "../lines/style.js";
import { evidenceLines } from "./evidence-text.js";
import { runLines } from "./run-text.js";

const PROVED: Evidence = {
  kind: "proved",
  modules: ["core"],
  invariants: ["slices-well-formed", "status-legal"],
  open: [
    { invariant: "alignment", why: "it multiplies" },
    { invariant: "evenness", why: "it multiplies" },
  ],
  notCovered: [{ module: "blocks", why: "has no formulas yet" }],
  obligations: 24,
  solver: "z3 5.2.0",
  measured: { seconds: 2 },
};
const WINDOWS: Evidence = {
  kind: "windows",
  alone: 5370,
  seen: [{ at: 62, pool: 72, states: 5370 }],
  open: [
    { at: 32, pool: 72, why: "no time was left" },
    { at: 64, pool: 72, why: "it went on for too long" },
    { at: 68, pool: 72, why: "no time was left" },
  ],
};
const size = (frames: number, states: number, all: number, fresh: number) => ({
  frames,
  owners: 2,
  slices: 3,
  states,
  tried: 10 * states,
  outcomes: { all, fresh },
  shapes: { all: frames, fresh: 1 },
  measured: { seconds: 0.1, bytes: 5000 },
});
const GROWN: Evidence = {
  kind: "grown",
  sizes: [size(3, 100, 18, 1), size(5, 1000, 18, 0)],
  next: { frames: 6, states: 10_400, tried: 123_456, times: 1.31 },
  measured: { next: { seconds: 1, bytes: 2_000_000 } },
};
const SAMPLED: Evidence = {
  kind: "sampled",
  frames: 256,
  commands: 1_000_000,
  runs: 12,
  seed: 7,
  measured: { seconds: 0.9 },
};

const told = (...evidence: Evidence[]) => evidenceLines(sampleRun({ evidence }), 200);

test("each kind is a line that names it, and says what it rests on", () => {
  expect(told(PROVED, WINDOWS, GROWN, SAMPLED)).toEqual([
    "proved: any number of frames, owners and slices: the rules of core are shown to keep 2 of 4 " +
      "invariants (24 obligations, z3 5.2.0, 2.00 s); this is about the specification, not the code. Open:",
    "        alignment, evenness (it multiplies). Open: the module blocks has no formulas yet.",
    "windows: the same 5,370 states on frames 62..65 of a pool of 72, all others taken: holds. " +
      "None at frames 32 or 68: no time was left. None at frame 64: it went on for too long.",
    "grown:",
    "  frames  owners  slices  states    time  outcomes  shapes",
    "       3       2       3     100  0.10 s   18 (+1)  3 (+1)",
    "       5       2       3   1,000  0.10 s        18  5 (+1)",
    "  Flat in outcomes at 5 frames. Flat is no proof: the next size may bring more.",
    "  next: 6 frames: about 10,000 states, 120,000 commands, 1.00 s, 2 MB; states and commands may be 1.4 times fewer or more.",
    "sampled: 1,000,000 random commands in a pool of 256 frames broke no rule (12 runs, seed 7, 0.90 s). " +
      "A sample is no proof.",
    "blind: ranges of 257 frames, pools of 257 frames, 3 owners, 4 slices, and what is larger.",
  ]);
});

test("what none covers follows from what ran", () => {
  const blind = (...evidence: Evidence[]) => told(...evidence).at(-1);
  expect(blind(PROVED)).toBe(
    "blind: edges of words of 8, 32 or 64 bits, ranges of 5 frames, pools of 5 frames, 3 owners, 4 slices, " +
      "and what is larger.",
  );
  expect(blind(WINDOWS)).toContain("blind: ranges of 5 frames, pools of 73 frames,");
  expect(blind({ ...WINDOWS, seen: [{ at: 6, pool: 72, states: 9 }] })).toContain("words of 32 or 64 bits");
  expect(blind({ ...WINDOWS, seen: [{ at: 64, pool: 72, states: 9 }] })).toContain(
    "words of 8, 32 or 64 bits",
  );
  expect(blind(GROWN)).toContain("ranges of 5 frames"); // the run itself is of the largest size
});

test("and from what the allocator is", () => {
  const blind = (parts: Parameters<typeof sampleRun>[0]) =>
    evidenceLines(sampleRun({ evidence: [WINDOWS], ...parts }), 300).at(-1);
  const scope = { ...sampleRun({}).scope, modules: ["core", "blocks"] as const };
  expect(blind({ scope })).toContain(
    "ranges of 5 frames, order 3, sizes of 0 and beyond the pool (--alphabet foreign), pools",
  );
  expect(blind({ scope: { ...scope, modules: ["blocks", "foreign"] } })).not.toContain("sizes of 0");
  expect(blind({ scope })).not.toContain("rounded up");
  expect(blind({ scope, wholeSizes: true })).toContain("sizes that must be rounded up (addresses.short; ");
  expect(blind({ scope, states: 40 })).toMatch(/and what is larger \(--grow tries it\)\.$/);
  for (const plain of [{ scope, states: 4_000 }, { states: 40 }, { scope, states: 40, evidence: [GROWN] }])
    expect(blind(plain)).toMatch(/and what is larger\.$/);
  expect(blind({ scope, notOffered: ["alloc-block"] })).not.toContain("order");
  expect(blind({ notOffered: ["borrow"] })).not.toContain("slices");
  expect(blind({ scope: { ...scope, modules: ["core", "shares"] } })).toContain(
    "full with 5 holders or more",
  );
  expect(blind({ namesNoOwner: true })).not.toContain("owners");
  expect(blind({ notOffered: ["reserve", "release", "borrow", "drop"] })).toBe(
    "blind: pools of 73 frames, and what is larger.",
  );
});

test("only what ran is told, and blind only below a search that closed", () => {
  expect(runLines(sampleRun({}), PLAIN).join("\n")).not.toMatch(/proved|windows|grown|sampled/);
  const kinds = runLines(sampleRun({ evidence: [WINDOWS] }), PLAIN).map((line) => line.trim().split(":")[0]);
  expect(kinds.filter((kind) => kind === "windows" || kind === "blind")).toEqual(["windows", "blind"]);
  const open = sampleRun({ verdict: "unfinished", closed: false, evidence: [SAMPLED] });
  expect(evidenceLines(open, 200).map((line) => line.split(":")[0])).toEqual(["sampled"]);
});
