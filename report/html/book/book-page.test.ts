import { expect, test } from "vitest";
import { readCounterexamples } from "../../../counterexamples/files.js";
import { PROVENANCE_RULES } from "../../../model/provenance-rules.js";
import { ROOT } from "../../../testing/read.js";
import type { RuleBook } from "../../rule-book/entries.js";
import { bookPage } from "./book-page.js";
import { BookTraces } from "./traces.js";

const [{ counterexample }] = readCounterexamples([
  `${ROOT}counterexamples/bitmap-pins-once.release-live-slice.json`,
]) as [ReturnType<typeof readCounterexamples>[number]];

const knockOut = { allocator: "bitmap-pins-once", counterexample, backstops: ["observed-kind"] };
const book: RuleBook = {
  entries: [
    {
      id: "release/live-slice",
      kind: "reason",
      command: "release",
      module: "core",
      statement: "release is refused when a slice is alive",
      because: "somebody <reads> it",
      guard: "a slice overlaps",
      neededFor: null,
      neededFrom: null,
      keptBy: ["a", "b", "c", "d", "e", "f"].map((allocator) => ({ allocator, times: 1 })),
      witness: { ...counterexample, format: "allocheck-witness", steps: counterexample.steps.slice(0, 2) },
      knockOut,
    },
  ],
  provenance: [{ rule: PROVENANCE_RULES[0]!, knockOuts: [knockOut], history: [] }],
  clauses: [],
  life: [],
  others: [{ allocator: "bitmap-forgets", rule: "observed-kind", counterexample }],
  elsewhere: { modules: [], allocators: [] },
};

test("each rule stands there with its traces in a line; what is told twice is one trace", () => {
  const { body, traces } = bookPage(book, "1.2.3");
  const text = body.text.replace(/<[^>]*>/g, "");
  for (const said of [
    "Release is refused when a slice is alive: somebody &lt;reads&gt; it.",
    "kept bya, b, c and 3 more",
    "Witness, bitmap-pins-once: reserve(0, owner 1); borrow(0) → accepted",
    "Knock-out, bitmap-pins-once: reserve(0, owner 1); borrow(0); borrow(0); drop(0); release",
    "knock-outsbitmap-pins-once, under release/live-slice",
    "R1 Release needs no overlap with a live slice",
  ])
    expect(text).toContain(said);
  expect(traces).toHaveLength(2);
  expect(body.text.match(/data-told="1"/g)).toHaveLength(2);
  expect(body.text).toContain('<a href="#release/live-slice">release/live-slice</a>');
  expect(body.text).toContain('<h4 id="release/live-slice">');
});

test("after a trace of the same commands only the last answer is told", () => {
  const refused = { ...counterexample, steps: [...counterexample.steps.slice(0, -1)] };
  const last = counterexample.steps.at(-1)!;
  const witness = {
    ...refused,
    steps: [...refused.steps, { ...last, answer: { kind: "refused", reason: "live-slice" } as const }],
  };
  const traces = new BookTraces();
  expect(traces.told("Knock-out", counterexample, witness).text).toMatch(/: the same → accepted$/);
  expect(traces.told("Knock-out", counterexample, refused).text).toContain(": <code>reserve(0, owner 1); ");
});
