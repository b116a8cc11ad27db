/** What larger scopes add: measured size by size, and where something is broken the least scope. */
import { expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import type { Grown } from "../evidence/evidence.js";
import { runTo } from "./check.js";
import { Growing, type Size } from "./growing.js";
import type { Run } from "./verdict.js";

const named = (name: string) => ALLOCATORS.find((each) => each.name === name)!;

/** All sizes, each explored on this thread. */
function grown(
  definition: AllocatorDefinition,
  options: ScopeOptions,
  most: number | null = options.frames ?? null,
) {
  const base = scopeOf(options);
  const growing = new Growing(base, { most });
  const asked: Size[] = [];
  for (let size = growing.next(); size !== null; size = growing.next()) {
    asked.push(size);
    growing.take(runTo({ definition, scope: { ...base, ...size }, survey: true, suspicion: 0 }));
  }
  const run = growing.run!; // at least one size was explored
  return { run, asked: asked.map(({ frames, owners, slices }) => `${frames}/${owners}/${slices}`), growing };
}

function evidenceOf({ evidence = [] }: Run): Grown {
  const found = evidence.find((each) => each.kind === "grown");
  if (found?.kind !== "grown") throw new Error("nothing has grown");
  return found;
}

test("buddy has 13 new outcomes at 4 frames, though 3 frames brought almost none", () => {
  const { run, asked } = grown(named("buddy"), { frames: 5, modules: ["blocks"] });
  const { sizes } = evidenceOf(run);
  expect(asked).toEqual(["1/2/3", "2/2/3", "3/2/3", "4/2/3", "5/2/3", "3/3/3"]);
  expect(sizes.map(({ outcomes }) => outcomes.fresh)).toEqual([11, 6, 1, 13, 1, 0]);
  expect(sizes.map(({ outcomes }) => outcomes.all)).toEqual([11, 17, 18, 31, 32, 32]);
  expect(run).toMatchObject({ verdict: "holds", scope: { frames: 5, owners: 2 } });
  expect(run).not.toHaveProperty("survey");
});

test("the shapes of free memory are the ways to share the free frames among runs", () => {
  const { run } = grown(named("bitmap"), { frames: 4, owners: 1, slices: 1 });
  // Of 4 frames: none, 1, 1+1, 2, 1+2, 3, 4.
  expect(evidenceOf(run).sizes.map(({ shapes }) => shapes.all)).toEqual([2, 3, 5, 7, 7, 7]);
});

test("it ends by itself where the next size is predicted to take too long", () => {
  const { run, growing } = grown(named("bitmap"), { owners: 1, slices: 2 }, null);
  const { next } = evidenceOf(run);
  expect(next?.tried).toBeGreaterThan(10_000_000);
  expect(next?.frames).toBe(run.scope.frames + 1);
  expect(growing.next()).toBeNull();
});

test.each<readonly [string, string]>([
  ["bitmap-pins-once", "1/1/2"],
  ["bitmap-borrows-across-owners", "2/2/1"],
  ["free-list-forgets-to-merge", "2/1/1"],
  ["bitmap-ignores-owner", "1/2/1"],
])("%s is broken in %s and in nothing smaller", (name, least) => {
  const { run } = grown(named(name), { frames: 4 });
  const { frames, owners, slices } = run.scope;
  expect([run.verdict, `${frames}/${owners}/${slices}`]).toEqual(["broken", least]);
  expect(evidenceOf(run)).toMatchObject({ least: true, next: null });
  for (const bound of ["frames", "owners", "slices"] as const)
    if (run.scope[bound] > 1) {
      const scope = { ...run.scope, [bound]: run.scope[bound] - 1 };
      expect(runTo({ definition: named(name), scope }).verdict).not.toBe("broken");
    }
});

test("what is stopped is told as far as it came", () => {
  const growing = new Growing(scopeOf({}), { most: 9 });
  const small = { owners: 1, slices: 1 };
  const run = (frames: number, maxStates?: number) =>
    runTo({
      definition: named("bitmap"),
      scope: scopeOf({ ...small, frames }),
      survey: true,
      ...(maxStates === undefined ? {} : { budget: { maxStates } }),
    });
  growing.next();
  growing.take(run(1));
  expect(growing.next()?.frames).toBe(2);
  growing.take(run(2, 3));
  expect(growing.next()).toBeNull();
  expect(growing.run).toMatchObject({ verdict: "holds", scope: { frames: 1 } });
});
