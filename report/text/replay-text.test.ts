import { expect, test } from "vitest";
import type { Fate } from "../../counterexamples/replay.js";
import { accepted, counterexample, free } from "../../testing/samples.js";
import { COLOUR, PLAIN } from "../lines/style.js";
import { replayLines } from "./replay-text.js";

const was = counterexample({ steps: [accepted(free(0))] });

function told(fate: Fate, rule: string | null = null) {
  return {
    file: "it.json",
    allocator: "sample",
    counterexample: was,
    fate,
    step: 1,
    rule,
    detail: "what happened",
  };
}

test.each([
  { fate: "fixed", words: "fixed", colour: "32" },
  { fate: "differs", words: "answers legally but differently", colour: "32" },
  { fate: "inapplicable", words: "no longer applies", colour: "31" },
] as const)("$fate is told in words, with what happened", ({ fate, words, colour }) => {
  expect(replayLines([told(fate)], PLAIN)).toEqual([
    "it.json  on sample",
    `  ${words} at step 1 of 1`,
    "  what happened",
  ]);
  expect(replayLines([told(fate)], COLOUR)[1]).toContain(`\u001b[${colour}m${words}\u001b[39m`);
});

test("one that still breaks is shown as a program", () => {
  const lines = replayLines([told("breaks", was.rule)], PLAIN);
  expect(lines.slice(0, 5)).toEqual([
    "it.json  on sample",
    "  still breaks at step 1 of 1",
    "",
    "   1  free(0)  -> accepted",
    "      |. . . .|",
  ]);
  expect(lines).toContain("  rule      free/already-free");
});

test("one that breaks another rule says which", () => {
  expect(replayLines([told("breaks", "audit")], PLAIN).slice(1)).toEqual([
    "  still breaks at step 1 of 1",
    "  what happened",
    "  recorded for free/already-free, now breaks audit",
  ]);
});

test("several are set apart by an empty line", () => {
  const lines = replayLines([told("breaks", was.rule), told("fixed")], PLAIN);
  expect(lines).toEqual([
    "it.json  on sample",
    "  still breaks at step 1 of 1",
    "  what happened",
    "",
    "it.json  on sample",
    "  fixed at step 1 of 1",
    "  what happened",
    "",
    "2 counterexamples: 1 still breaks, 1 fixed",
  ]);
});

test("the last lines count what several came to", () => {
  const fates = ["breaks", "breaks", "differs", "inapplicable", "inapplicable"] as const;
  expect(
    replayLines(
      fates.map((fate) => told(fate)),
      PLAIN,
    )
      .slice(-2)
      .join(" "),
  ).toBe("5 counterexamples: 2 still break, 1 answers legally but differently, 2 no longer apply");
});

test("what is about no step is about the initial state", () => {
  expect(replayLines([{ ...told("breaks", "audit"), step: 0 }], PLAIN)[1]).toBe(
    "  still breaks in the initial state",
  );
});

test("a long detail is wrapped", () => {
  const lines = replayLines([{ ...told("fixed"), detail: "word ".repeat(30) }], PLAIN);
  expect(lines).toHaveLength(4);
  for (const line of lines.slice(2)) expect(line).toMatch(/^ {2}word .{0,73}$/);
});
