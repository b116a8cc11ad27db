/** A finding that a replay does not confirm is another finding. */
import { expect, test } from "vitest";
import { programOf } from "../testing/commands.js";
import { auditWrites, hiddenCounter, sharedCounter } from "../testing/made-up/hidden.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";

test("a counter outside the bytes is hidden state: a fresh allocator does not break", () => {
  const run = runToEnd({ definition: hiddenCounter, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found).toMatchObject({ rule: "hidden-state" });
  expect(found?.expected).toContain("free/legal is broken");
  expect(found?.found).toContain("on a fresh allocator");
  expect(found?.found).toContain("nothing is broken");
});

test("an audit that writes is hidden state: without restoring, the allocator answers otherwise", () => {
  const run = runToEnd({ definition: auditWrites, scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found).toMatchObject({ rule: "hidden-state" });
  expect(programOf(found!)).toEqual(["free(0)"]);
  expect(found?.expected).toContain("free/already-free is broken");
  expect(found?.found).toContain("without restoring the state");
});

test("what instances share makes an allocator nondeterministic", () => {
  const run = runToEnd({ definition: sharedCounter(), scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  expect(run.counterexamples[0]).toMatchObject({ rule: "nondeterministic" });
  expect(programOf(run.counterexamples[0]!)).toEqual(["alloc()"]);
});
