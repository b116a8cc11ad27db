/** The invariants hold of the specification, and each is alive: without the rule that keeps it, it breaks. */
import { expect, test } from "vitest";
import { CORE_RULES } from "../model/modules/core/rules.js";
import { CORE_VIEWS } from "../model/state/core-views.js";
import { programOf } from "../testing/commands.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { INVARIANTS } from "./invariants.js";

const scope = scopeOf(3, 2, 2);
/** Those of other modules are broken where these are tested. */
const CORE = INVARIANTS.filter(({ never, unless = [] }) =>
  [...never, ...unless].every((view) => Object.values(CORE_VIEWS).includes(view)),
);

/** Each rule whose absence breaks an invariant, with the shortest way there. */
const KEPT_BY = [
  {
    without: "reserve/overlaps-reserved",
    breaks: "one-holder",
    program: ["reserve(0, owner 1)", "reserve(0, owner 2)"],
  },
  {
    without: "reserve/overlaps-allocated",
    breaks: "one-holder",
    program: ["alloc()", "reserve(0, owner 1)"],
  },
  {
    without: "release/live-slice",
    breaks: "slices-in-reserved",
    program: ["reserve(0, owner 1)", "borrow(0)", "release(0, owner 1)"],
  },
  { without: "borrow/not-reserved", breaks: "slices-in-reserved", program: ["borrow(0)"] },
  {
    without: "borrow/mixed-owners",
    breaks: "slices-of-one-owner",
    program: ["reserve(0, owner 1)", "reserve(1, owner 2)", "borrow(0..1)"],
  },
] as const;

test("they hold of the specification as it is", () => {
  const run = runToEnd({ definition: null, scope });
  expect(run).toMatchObject({ verdict: "holds", counterexamples: [], notExercised: [] });
});

test.each(KEPT_BY)("without $without $breaks breaks", ({ without, breaks, program }) => {
  const run = runToEnd({ definition: null, scope, without: [without] });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found).toMatchObject({ rule: breaks, allocator: null });
  expect(programOf(found!)).toEqual(program);
});

test("each invariant is alive", () => {
  expect(new Set(KEPT_BY.map(({ breaks }) => breaks))).toEqual(new Set(CORE.map(({ id }) => id)));
});

test("the other rules keep no invariant: without one, its reason is missing and nothing else", () => {
  const kept: readonly string[] = KEPT_BY.map(({ without }) => without);
  const others = Object.values(CORE_RULES)
    .flatMap(({ kind, reasons }) => reasons.map(({ id }) => `${kind}/${id}`))
    .filter((key) => !kept.includes(key));
  expect(others).toHaveLength(6);
  for (const without of others) {
    const run = runToEnd({ definition: null, scope, without: [without] });
    expect(run).toMatchObject({ verdict: "vacuous", states: 392, counterexamples: [] });
    expect(run.notExercised.map(({ rule }) => rule)).toEqual([without]);
  }
});

test("knocked out, every deviation is found and not followed", () => {
  const run = runToEnd({ definition: null, scope, without: ["borrow/not-reserved"], keep: "all" });
  expect(run).toMatchObject({ verdict: "broken", closed: true });
  // A slice of free frames is in the first such state by a borrow; it is found there once.
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["slices-in-reserved"]);
});
