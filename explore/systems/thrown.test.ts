/** Whatever an allocator throws or answers, it becomes a finding with a text. */
import { expect, test } from "vitest";
import { Misuse } from "../../model/basics/misuse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { answersOf } from "../../testing/commands.js";
import { alwaysAnswers } from "../../testing/made-up/answers.js";
import { madeUp } from "../../testing/made-up/first-fit.js";
import { alwaysThrows, auditThrowsNothing, everyOtherThrows } from "../../testing/made-up/throws.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Check } from "../check/check.js";

const scope = scopeOf(2, 1, 1);
const wordless: unknown = Object.create(null);

function foundIn(definition: AllocatorDefinition) {
  const { counterexamples } = runToEnd({ definition, scope });
  const found = counterexamples[0]!;
  return { rule: found.rule, answers: answersOf(found), found: found.found };
}

test.each([
  [undefined, "undefined"],
  [Number.NaN, "NaN"],
  [Symbol("no"), "Symbol(no)"],
  [wordless, "an object that cannot be shown"],
  [new Error("no"), "Error: no"],
])("what is thrown is said to be thrown: case %#", (thrown, text) => {
  expect(foundIn(alwaysThrows(thrown))).toEqual({
    rule: "threw",
    answers: [`threw ${text}`],
    found: `threw ${text}`,
  });
});

test("an answer that has no text is no answer", () => {
  const text = "no answer: an object that cannot be shown";
  expect(foundIn(alwaysAnswers(wordless))).toEqual({ rule: "no-answer", answers: [text], found: text });
});

test("an audit may throw undefined", () => {
  expect(foundIn(auditThrowsNothing)).toEqual({ rule: "threw", answers: [], found: "threw undefined" });
});

test("what only the search saw thrown is not shown as an answer", () => {
  const { rule, answers } = foundIn(everyOtherThrows());
  expect(rule).toBe("nondeterministic");
  expect(answers).toEqual(["threw something"]);
});

test("make may throw what has no text", () => {
  const definition = madeUp(() => {
    throw wordless;
  });
  expect(() => new Check({ definition, scope })).toThrow(Misuse);
  expect(() => new Check({ definition, scope })).toThrow("threw an object that cannot be shown");
});
