import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { accepted, counterexample, free, sampleRun } from "../../testing/samples.js";
import { COLOUR, PLAIN } from "../lines/style.js";
import { runLines } from "./run-text.js";

const textOf = (parts: Parameters<typeof sampleRun>[0]) => runLines(sampleRun(parts), PLAIN).join("\n");
/** The claim, the last paragraph before what it does not cover, as one line. */
const claimOf = (parts: Parameters<typeof sampleRun>[0]) => {
  const paragraphs = textOf(parts)
    .split("\n\n")
    .map((text) => text.replace(/\s+/g, " ").trim());
  return paragraphs.findLast((text) => !text.startsWith("blind: ")) ?? "";
};

const finding = counterexample({ steps: [accepted(free(0))] });

test("holds: the figures, the table and the claim", () => {
  const outcomes = {
    "free:accepted": 10,
    "release:accepted": 2000,
    "release:foreign-owner+live-slice": 30,
    "release:live-slice": 7,
    "release:live-slice+not-reserved": 5,
  };
  expect(runLines(sampleRun({ outcomes }), PLAIN)).toEqual([
    "sample  contract strict; 4 frames, 2 owners, 3 slices",
    "",
    "  holds  1,234 states, 56,789 commands tried, 4,321 transitions, depth 5, 0.25 s",
    "",
    "  command  outcome        alone  among several",
    "  release  accepted       2,000",
    "           live-slice         7             35",
    "           foreign-owner      0             30",
    "           not-reserved       0              5",
    "  free     accepted          10",
    "",
    "  Every command sequence of any length in which at most 3 slices are alive at",
    "  once, over 4 frames and 2 owners, is answered as contract strict demands.",
    "",
    "  blind: edges of words of 8, 32 or 64 bits, ranges of 5 frames, pools of 5",
    "         frames, 3 owners, 4 slices, and what is larger.",
  ]);
});

test("what a contract does not refuse is marked in the table, where the contract is known", () => {
  const outcomes = { "reserve:accepted": 51, "reserve:overlaps-reserved": 114, "alloc:exhausted": 11 };
  const rows = (contract: string) => runLines(sampleRun({ outcomes, contract }), PLAIN).slice(4, 8);
  expect(rows("boot-bitmap")).toEqual([
    "  command  outcome                      alone  among several",
    "  reserve  accepted                        51",
    "           overlaps-reserved (instead)    114",
    "  alloc    exhausted                       11",
  ]);
  expect(rows("my-own")[2]).toBe("           overlaps-reserved    114");
});

test("broken: one counterexample, no table", () => {
  const text = textOf({
    verdict: "broken",
    closed: false,
    stoppedBy: "finding",
    outcomes: { "free:accepted": 10 },
    counterexamples: [finding],
  });
  expect(text).toContain("\n  broken  1,234 states");
  expect(text).toContain("\n   1  free(0)  -> accepted\n      |. . . .|\n");
  expect(text).toContain("\n  rule      free/already-free\n");
  expect(text).not.toContain("command  outcome");
  expect(text.endsWith("\n\n  No shorter sequence breaks a rule in this scope.")).toBe(true);
});

test("broken: several counterexamples are counted, and set apart", () => {
  const parts = { verdict: "broken", counterexamples: [finding, finding] } as const;
  expect(textOf(parts)).toContain("\n  broken (2 rules)  1,234 states");
  expect(textOf(parts)).toContain("0.25 s\n\n  1 of 2: free/already-free\n\n   1  free(0)");
  expect(textOf(parts)).toContain("found     accepted\n\n\n  2 of 2: free/already-free\n\n   1  free(0)");
  expect(claimOf(parts)).toBe("Each counterexample is a shortest one for its command and rule.");
});

test.each([
  [{ stoppedBy: null, notFollowed: 1 }, "to its end, but not past the step that breaks a rule."],
  [{ stoppedBy: null, notFollowed: 1204 }, "to its end, but not past the 1,204 steps that break a rule."],
  [{ stoppedBy: "finding", notFollowed: 3 }, "to 1,234 states (--all: to its end), but not past the 3 steps"],
  [{ stoppedBy: "max-seconds", notFollowed: 3 }, "until max-seconds, but not past the 3 steps"],
  [{ stoppedBy: "interrupt", notFollowed: 3 }, "until an interrupt, but not past the 3 steps"],
] as const)("broken: how far the search went on is said: %j", (parts, said) => {
  const other = { ...finding, rule: "free/reserved" };
  const text = claimOf({ verdict: "broken", counterexamples: [finding, other], ...parts });
  expect(text).toContain(`Each counterexample is a shortest one for its rule. The search went on ${said}`);
});

test("vacuous: what never came to the test is said", () => {
  const statement = "release is refused with live-slice as the only true reason somewhere";
  const parts = {
    verdict: "vacuous",
    notExercised: [
      {
        rule: "release/live-slice",
        statement,
        needs: "reserve, borrow, release and 1 slice",
        possible: true,
      },
      {
        rule: "release/foreign-owner",
        statement: "...",
        needs: "reserve, release and 2 owners",
        possible: false,
      },
    ],
  } as const;
  expect(textOf(parts)).toContain(
    [
      "  vacuous  1,234 states, 56,789 commands tried, 4,321 transitions, depth 5,",
      "           0.25 s",
      "",
      "  never came to the test, though it could have:",
      `    ${statement}`,
      "",
      "  ruled out by the scope or the offer:",
      "    release/foreign-owner  needs reserve, release and 2 owners",
    ].join("\n"),
  );
  expect(claimOf(parts)).toMatch(/^No command sequence .* breaks a rule; but see above/);
});

test("no gap is left where nothing was ruled out", () => {
  const needs = { rule: "borrow/accepted", statement: "borrow is accepted somewhere", needs: "borrow" };
  const text = textOf({ verdict: "vacuous", notExercised: [{ ...needs, possible: true }] });
  expect(text).toContain("    borrow is accepted somewhere\n\n  No command sequence");
});

test("unfinished: how far it came, and what stopped it", () => {
  const parts = { verdict: "unfinished", closed: false, stoppedBy: "max-states" } as const;
  expect(textOf(parts)).toContain("\n  unfinished  1,234 states");
  expect(claimOf(parts)).toBe(
    "Stopped by max-states. Every sequence of up to 5 commands in which at most 3 slices are alive at once, " +
      "over 4 frames and 2 owners, is answered as contract strict demands; longer ones were not all tried.",
  );
});

test("a run that completed no level claims nothing", () => {
  const stopped = (stoppedBy: "max-depth" | "max-states" | "max-seconds" | "interrupt") =>
    claimOf({ verdict: "unfinished", closed: false, stoppedBy, depth: 0 });
  expect(stopped("max-depth")).toBe("Stopped by max-depth. No command was tried.");
  expect(stopped("max-states")).toBe("Stopped by max-states. No command was tried.");
  expect(stopped("max-seconds")).toBe("Stopped by max-seconds. Not every first command was tried.");
  expect(stopped("interrupt")).toBe("Stopped by an interrupt. Not every first command was tried.");
});

test("the figures and the claim count one of a thing as one", () => {
  const one = { states: 1, tried: 1, transitions: 1, depth: 1 } as const;
  expect(textOf(one)).toContain("\n  holds  1 state, 1 command tried, 1 transition, depth 1, 0.25 s\n");
  expect(claimOf({ ...one, verdict: "unfinished", stoppedBy: "max-depth" })).toContain(
    "Every sequence of up to 1 command in which",
  );
  expect(claimOf({ scope: { ...DEFAULT_SCOPE, frames: 1, owners: 1, slices: 1 } })).toBe(
    "Every command sequence of any length in which at most 1 slice is alive at once, " +
      "over 1 frame and 1 owner, is answered as contract strict demands.",
  );
});

test("the claim speaks of slices only where borrow is offered", () => {
  const parts = { notOffered: ["borrow", "drop"] } as const;
  expect(textOf(parts)).toContain("\n  not offered, so not tried: borrow, drop\n");
  expect(claimOf(parts)).toMatch(
    /^Every command sequence of any length of the commands offered, over 4 frames/,
  );
});

test("the specification alone keeps its invariants", () => {
  expect(textOf({ allocator: null })).toMatch(/^the specification alone {2}contract strict;/);
  expect(claimOf({ allocator: null })).toMatch(/, keeps the invariants\.$/);
});

test.each([
  { verdict: "holds", colour: "32" },
  { verdict: "broken", colour: "31" },
  { verdict: "vacuous", colour: "33" },
  { verdict: "unfinished", colour: "33" },
] as const)("$verdict has its colour", ({ verdict, colour }) => {
  const lines = runLines(sampleRun({ verdict }), COLOUR);
  expect(lines[2]).toContain(`\u001b[${colour}m${verdict}\u001b[39m`);
});

test("what was left out is counted, and the claim is no wider", () => {
  const leftOut: Run["leftOut"] = [
    { command: "release", by: "offer", count: 20, of: 40 },
    { command: "free", by: "offer", count: 1, of: 4 },
    {
      command: "reserve",
      by: "contract",
      count: 1239,
      of: 4321,
      reasons: ["overlaps-allocated", "overlaps-reserved"],
      byReason: { "overlaps-allocated": 1234, "overlaps-reserved": 5 },
    },
    { command: "free", by: "contract", count: 1, of: 7, reasons: ["reserved"], byReason: { reserved: 1 } },
  ];
  expect(textOf({ leftOut })).toContain("\n  left out by the offer: release 20 of 40, free 1 of 4\n");
  expect(textOf({ leftOut }).replace(/\s+/g, " ")).toContain(
    " not tried by contract strict: reserve/overlaps-allocated 1,234 times, " +
      "reserve/overlaps-reserved 5 times, 1 more reason (--verbose) Every",
  );
  expect(runLines(sampleRun({ leftOut }), PLAIN, true).join("\n")).toContain(
    "\n  not tried by contract strict:\n" +
      "    reserve/overlaps-allocated  1,234  of 4,321\n" +
      "    reserve/overlaps-reserved       5  of 4,321\n" +
      "    free/reserved                   1      of 7\n\n",
  );
  expect(claimOf({ leftOut })).toBe(
    "Every command sequence of any length of the commands offered, in which at most 3 slices are alive at once, " +
      "from a client that keeps to contract strict, over 4 frames and 2 owners, is answered as contract strict demands.",
  );
  expect(claimOf({ leftOut: leftOut.slice(2) })).toMatch(/^Every command sequence of any length in which/);
  expect(claimOf({ notOffered: ["free"] })).toMatch(/^Every command sequence of any length of the commands/);
  expect(claimOf({ leftOut, verdict: "broken", counterexamples: [finding] })).toBe(
    "No shorter sequence of the commands tried breaks a rule in this scope.",
  );
});

test("what was offered and never accepted is named, unless a promise says so", () => {
  const neverAccepted = ["borrow", "drop"] as const;
  expect(textOf({ neverAccepted })).toContain("\n  offered, and never accepted: borrow, drop\n");
  const unfinished = { verdict: "unfinished", closed: false, stoppedBy: "max-depth", neverAccepted } as const;
  expect(textOf(unfinished)).toContain("\n  offered, and not accepted so far: borrow, drop\n");
  const promise = {
    rule: "drop/accepted",
    statement: "drop is accepted somewhere",
    needs: "drop",
    possible: true,
  };
  const vacuous = { verdict: "vacuous", notExercised: [promise], neverAccepted } as const;
  expect(textOf(vacuous)).toContain("\n  offered, and never accepted: borrow\n");
});

test("unfinished: what grows without anything new in memory is said", () => {
  const grows = { since: 8, from: 3, to: 40, change: "pairs: 0 -> 15" };
  const text = claimOf({ verdict: "unfinished", closed: false, stoppedBy: "max-seconds", grows });
  expect(text).toContain(
    "longer ones were not all tried. Memory shows nothing new since depth 8, but the allocator's content does: " +
      "with the same memory at depth 3 and at depth 40, pairs: 0 -> 15. Where that has no bound, no search ends.",
  );
});

test("a contract by value is known as well as a named one", () => {
  const terms = {
    summary: "",
    promises: { "free/reserved": { kind: "precondition", because: "nobody does" } },
    mayRefuse: {},
  } as const;
  const outcomes = { "free:reserved": 2 };
  expect(textOf({ outcomes, contract: "mine", terms })).toContain("reserved (precondition)");
  expect(textOf({ outcomes, contract: "mine" })).not.toContain("(precondition)");
});
