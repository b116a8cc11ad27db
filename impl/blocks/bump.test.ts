import { expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { STRICT } from "../../model/contracts/named.js";
import { reasons } from "../../model/words/reasons.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { Bump, bump } from "./bump.js";

test("each initialiser begins where the one before it ended, aligned", () => {
  const memory = new Bump(scopeOf(8, 1, 1));
  expect([memory.allocBlock(1, 1), memory.allocBlock(2, 2), memory.allocBlock(3, 4)]).toEqual([0, 2, 4]);
  expect(memory.allocBlock(2, 1)).toBe(reasons.REFUSED);
  expect(memory.allocBlock(1, 1)).toBe(7);
  expect(Array.from(memory.state)).toEqual([8]);
});

test("the counts are pinned", () => {
  const run = runToEnd({ definition: bump, scope: ownScope(scopeOf(4, 2, 3), bump) });
  expect(run).toMatchObject({ verdict: "holds", states: 19, tried: 228, transitions: 30, depth: 4 });
});

test("under strict the gap before an aligned block is lost, by the shortest trace", () => {
  const run = runToEnd({ definition: bump, scope: ownScope(scopeOf(4, 1, 1), bump), contract: STRICT });
  expect(run.counterexamples.map((found) => [found.rule, programOf(found)])).toEqual([
    [
      "alloc-block/legal",
      ["alloc-block(1 frame, align 1)", "alloc-block(2 frames, align 2)", "alloc-block(1 frame, align 1)"],
    ],
  ]);
});
