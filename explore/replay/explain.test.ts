/** What a finding says was expected is something else than what was found. */
import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { bitmap } from "../../impl/frames/bitmap.js";
import { edges } from "../../impl/frames/edges.js";
import { ALL_RULES } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { MODULE_IDS, scopeOf } from "../../model/words/scope.js";
import { ROOT } from "../../testing/read.js";
import { runToEnd } from "../../testing/run.js";

test("every constraint on answers says what was expected", () => {
  const { commands } = new Specification(scopeOf({ frames: 2, owners: 1, slices: 1, modules: MODULE_IDS }));
  const said = ALL_RULES.flatMap(({ kind, constraints }) =>
    constraints.map(({ id, expected }) => {
      const command = commands.find((candidate) => candidate.kind === kind)!; // all modules are in force
      return [`${kind}/${id}`, expected(command)] as const;
    }),
  );
  expect(said.map(([key]) => key)).toContain("alloc-raw/clean-frame");
  for (const [, expected] of said) expect(expected).toMatch(/^an? (free )?(frame|place) ?/);
  // What one module asks beyond another is not said in the same words.
  for (const [key, expected] of said)
    expect(
      said.filter(([other, same]) => other.split("/")[0] === key.split("/")[0] && same === expected),
    ).toHaveLength(1);
});

test("no recorded finding was expected to be what it is", () => {
  const recorded = readCounterexamples([`${ROOT}counterexamples`]);
  expect(recorded.length).toBeGreaterThan(100);
  const said = recorded.filter(({ counterexample: { steps, expected } }) => {
    const answer = steps.at(-1)?.answer;
    return expected === "accepted" && answer?.kind === "accepted";
  });
  expect(said.map(({ file }) => file)).toEqual([]);
});

/** An allocator whose `alloc` answers something else than it does. */
function answering(definition: AllocatorDefinition, other: (answer: number) => number): AllocatorDefinition {
  const make: AllocatorDefinition["make"] = (world) => {
    const allocator = definition.make(world);
    const alloc = allocator.alloc?.bind(allocator);
    return Object.assign(allocator, { alloc: () => other(alloc?.() ?? 0) });
  };
  return { ...definition, make };
}

test("what is no frame at all is none of the frames", () => {
  const definition = answering(bitmap, () => 7);
  const scope = scopeOf({ frames: 2, owners: 1, slices: 1 });
  expect(runToEnd({ definition, scope }).counterexamples[0]).toMatchObject({
    rule: "alloc/free-frame",
    expected: "a free frame: 0, 1",
    found: "frame 7, which is not among the 2 frames",
  });
});

test("of a frame of several units the one that is not free says what the frame is", () => {
  const definition = answering(edges, (answer) => (answer === 0 ? 1 : answer));
  const scope = scopeOf({ frames: 2, owners: 1, slices: 1, units: 2 });
  const { counterexamples } = runToEnd({ definition, scope, keep: "all" });
  const texts = counterexamples.filter(({ rule }) => rule === "alloc/free-frame").map(({ found }) => found);
  expect(texts).toEqual(["frame 1, which is reserved by owner 1"]);
});
