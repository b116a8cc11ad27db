/** Traces that were cut, edited or made up must not pass for counterexamples. */
import { expect, test } from "vitest";
import { isMisuse } from "../model/basics/misuse.js";
import { CONTRACTS, STRICT } from "../model/contracts/named.js";
import { ALL_RULES } from "../model/modules/all.js";
import { type Counterexample, contractIn, type TraceStep } from "../model/trace/trace.js";
import { ABOUT_STATE, ANSWER_RULES, REFUSAL_WRITES, RESIZED } from "../properties/answers.js";
import { STATE_PROPERTIES } from "../properties/state-properties.js";
import { ROOT } from "../testing/read.js";
import { accepted, alloc, borrow, counterexample, free, release, reserve } from "../testing/samples.js";
import { readCounterexamples } from "./files.js";
import { judge } from "./judge.js";

/** `proved`, `taken` at its word, or why it is refused. */
function judged(trace: Counterexample): string {
  try {
    return judge(trace, contractIn(trace) ?? STRICT).proved ? "proved" : "taken";
  } catch (error) {
    if (!isMisuse(error)) throw error;
    expect(["not-shown", "outside-scope"]).toContain(error.code);
    return error.what;
  }
}

const KNOWN = ["core", "blocks", "phases"];
const ofRecord = readCounterexamples(["counterexamples", "docs/witnesses"].map((name) => `${ROOT}${name}`))
  .map(({ counterexample: trace }) => trace)
  .filter(({ scope, cpus }) => cpus === undefined && scope.modules.every((id) => KNOWN.includes(id)));
const proved = ofRecord.filter((trace) => judged(trace) === "proved");
const taken = ofRecord.filter((trace) => !proved.includes(trace));
const refused = /^(the trace does not show what it says|step \d+, .* is outside)/;

test("there are traces of both kinds to try it on", () => {
  expect(proved.length).toBeGreaterThan(30);
  expect(new Set(taken.map(judged))).toEqual(new Set(["taken"]));
  expect(taken.length).toBeGreaterThan(8);
});

test("a trace that is cut anywhere is refused", () => {
  for (const trace of proved)
    for (let length = 0; length < trace.steps.length; length++)
      expect(judged({ ...trace, steps: trace.steps.slice(0, length) })).toMatch(refused);
});

test("a trace that is cut and named after a rule that only the allocator knows is refused", () => {
  for (const trace of proved.filter(({ steps }) => steps.length > 1))
    for (const rule of ["audit", "refusal-writes"])
      expect(judged({ ...trace, steps: trace.steps.slice(0, -1), rule })).toMatch(refused);
});

test("a trace that names another rule about answers is refused", () => {
  const rules = [
    ...ALL_RULES.filter(({ kind }) => kind === "release" || kind === "alloc").flatMap(({ kind, reasons }) =>
      reasons.map(({ id }) => `${kind}/${id}`),
    ),
    ...ANSWER_RULES.map(({ id }) => id).filter((id) => !id.includes("/")),
    "release/legal",
    "release/true-reason",
    ...STATE_PROPERTIES.map(({ id }) => id),
    "slices-in-reserved",
    "release/live-slices",
    "__proto__",
    "",
  ].filter((rule) => ![RESIZED.id, ...ABOUT_STATE].includes(rule));
  for (const trace of proved.filter(({ steps }) => steps.length > 2).slice(0, 4))
    for (const rule of rules) {
      if (rule === trace.rule) continue;
      // A refusal that is right can have written all the same: that only the record knows.
      const kept = trace.format === "allocheck-witness" && rule === REFUSAL_WRITES.id;
      if (!kept) expect([rule, judged({ ...trace, rule })]).toEqual([rule, expect.stringMatching(refused)]);
    }
});

test("a trace whose last answer is another, or of another kind, is refused", () => {
  const answers: readonly TraceStep["answer"][] = [
    { kind: "accepted" },
    { kind: "accepted", frame: 0 },
    { kind: "accepted", unit: 0 },
    { kind: "accepted", memoryArray: 1 },
    { kind: "refused" },
    { kind: "refused", reason: "boot-over" },
    { kind: "none", text: "0" },
    { kind: "threw", message: "it" },
    { kind: "hangs" },
  ];
  for (const trace of proved) {
    if (trace.format === "allocheck-witness") continue;
    const before = trace.steps.slice(0, -1);
    const last = trace.steps.at(-1)!; // one that is proved has steps
    const passing = answers.filter((answer) => {
      const said = judged({ ...trace, steps: [...before, { ...last, answer }] });
      return said === "proved";
    });
    // What breaks a rule in the same way is as good: acceptance, any wrong refusal, or what is no answer.
    for (const { kind } of passing) expect(kind).toBe(last.answer.kind);
  }
});

const underSlice = counterexample({
  steps: [accepted(reserve(0, 1)), accepted(borrow(0, 1)), accepted(release(0, 1))],
  rule: "release/live-slice",
});

test.each<readonly [string, Partial<Counterexample>]>([
  ["steps in another order", { steps: [1, 0, 2].map((i) => underSlice.steps[i]!) }],
  ["a step that goes before", { steps: [accepted(free(0)), ...underSlice.steps] }],
  ["a step that is not tried", { steps: [...underSlice.steps.slice(0, 2), accepted(alloc)] }],
  ["a contract under which it is right", { contract: "late" }],
  ["a contract that leaves it to the client", { contract: "memblock" }],
  [
    "a scope that is too small",
    { scope: { ...underSlice.scope, frames: 1, modules: ["core"] }, steps: [accepted(reserve(0, 2))] },
  ],
  ["an invariant of the specification", { rule: "slices-in-reserved" }],
  ["a rule of nobody", { rule: "release/under-slice" }],
  ["no steps", { steps: [] }],
])("refused: %s", (_, edit) => {
  expect(judged(underSlice)).toBe("proved");
  expect(judged({ ...underSlice, ...edit })).toMatch(refused);
});

test("a rule that holds with fewer frames is not broken with more", () => {
  const full = counterexample({
    scope: { ...underSlice.scope, frames: 1 },
    steps: [accepted(alloc, 0), accepted(alloc, 0)],
    rule: "alloc/exhausted",
  });
  expect(judged(full)).toBe("proved");
  expect(judged({ ...full, scope: underSlice.scope })).toMatch(
    /breaks alloc\/free-frame, not alloc\/exhausted/,
  );
});

test("what a state property expected is what the state expects", () => {
  const believes = counterexample({
    steps: [accepted(reserve(0, 2)), accepted(release(1, 1))],
    rule: "observed-kind",
    expected: "frame 1 is free",
    found: "the allocator believes it is reserved by owner 1",
  });
  expect(judged(believes)).toBe("taken");
  expect(judged({ ...believes, steps: believes.steps.slice(0, 1) })).toMatch(/does not expect/);
  expect(judged({ ...believes, steps: [] })).toBe("taken"); // frame 1 was free then as well
  expect(judged({ ...believes, expected: "frame 1 is allocated" })).toMatch(/does not expect/);
  const counts = { ...believes, rule: "conservation", expected: "1 frames reserved" };
  expect(judged(counts)).toBe("taken");
  expect(judged({ ...counts, expected: "2 frames reserved" })).toMatch(/does not expect/);
});

test("a state property's record under which an answer breaks a rule is refused", () => {
  for (const { id } of STATE_PROPERTIES) expect(judged({ ...underSlice, rule: id })).toMatch(refused);
});

test("the specification's own traces are judged by its invariants", () => {
  const alone = { ...underSlice, allocator: null, rule: "slices-in-reserved" };
  expect(judged(alone)).toBe("proved");
  expect(judged({ ...alone, steps: alone.steps.slice(0, 2) })).toMatch(/breaks no invariant/);
});

test("under every contract each trace is proved or refused, and nothing else happens", () => {
  for (const { id } of CONTRACTS)
    for (const trace of proved.slice(0, 12))
      expect(judged({ ...trace, contract: id })).toMatch(new RegExp(`^proved|taken|${refused.source}`));
});
