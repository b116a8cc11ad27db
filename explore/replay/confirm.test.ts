/** A finding that a replay does not confirm is another finding. */
import { expect, test } from "vitest";
import { programOf } from "../../testing/commands.js";
import { auditWrites, hiddenCounter, sharedCounter } from "../../testing/made-up/hidden.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

test("a counter outside the bytes is hidden state: a fresh allocator does not break", () => {
  const run = runToEnd({ definition: hiddenCounter, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found).toMatchObject({ rule: "hidden-state" });
  expect(found?.expected).toContain("free/legal is broken");
  expect(found?.found).toContain("on a fresh allocator");
  expect(found?.found).toContain("nothing is broken");
});

test("an audit that writes is caught looking, before what it hides is", () => {
  const run = runToEnd({ definition: auditWrites, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found).toMatchObject({ rule: "observer-writes", found: "extra: 0 -> 1" });
  expect(programOf(found!)).toEqual([]);
});

test("what instances share makes an allocator nondeterministic", () => {
  const run = runToEnd({ definition: sharedCounter(), scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  expect(run.counterexamples[0]).toMatchObject({ rule: "nondeterministic" });
  expect(programOf(run.counterexamples[0]!)).toEqual(["alloc()"]);
});
