/** Runs that begin with a map: counted anew by an enumeration, and what allocators make of their maps. */
import { describe, expect, test } from "vitest";
import { check } from "../../index.js";
import { Specification } from "../../model/specification/specification.js";
import { describeCommand } from "../../model/words/commands.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import { scopeOf } from "../../model/words/scope.js";
import { acrossHoles, holesToo, reservedToo, sound, withoutTheLast } from "../../testing/made-up/mapped.js";
import { enumerate } from "../../testing/oracle/naive-enumeration.js";
import { runToEnd } from "../../testing/run.js";

test.each([
  ["1 free, 1 hole, 1 free", ["core"], 1],
  ["1 hole, 1 free", ["core"], 2],
  ["1 reserved, 2 free", ["core"], 2],
  ["1 reserved, 1 hole, 1 free", ["core", "phases"], 1],
  ["1 free, 1 hole, 1 free", ["core", "blocks"], 1],
] as const)("%s is counted as a naive enumeration does, with %j and %i owners", (map, modules, owners) => {
  const scope = scopeOf({ map, modules, owners, slices: 1 });
  const { states, tried, transitions, depth, levels, outcomes } = runToEnd({ definition: null, scope });
  expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(enumerate(scope));
});

test("a map is one text, has the frames, and puts in force what knows of holes", () => {
  const scope = scopeOf({ map: " 2 free,1 free,  1 hole" });
  expect(scope).toMatchObject({ frames: 4, initial: "3 free, 1 hole", modules: ["core", "regions"] });
  expect(memoryOf(scope)).toEqual([
    { kind: "free", start: 0, count: 3, zone: 1 },
    { kind: "hole", start: 3, count: 1, zone: 1 },
  ]);
  expect(scopeOf({ map: "1 free, 4 free" })).toEqual(scopeOf({ frames: 5 }));
  expect(scopeOf({ map: "1 reserved, 1 free", frames: 2 }).modules).toEqual(["core"]);
  expect(() => scopeOf({ map: "1 free, 1 hole", frames: 3 })).toThrow(
    "the map has 2 frames, and the scope 3",
  );
  expect(() => scopeOf({ map: "1 hole, 64 free" })).toThrow("frames must be a whole number from 1 to 64");
  const { initial, layout } = new Specification(scopeOf({ map: "1 hole, 1 reserved, 2 free", units: 2 }));
  const first = (id: string) =>
    initial[layout.places.get(id)![0]!.word]! >>> layout.places.get(id)![0]!.shift;
  expect([first("absent") & 255, first("owner-1") & 255]).toEqual([0b11, 0b1100]);
});

describe("an allocator that is given a map", () => {
  test.each(["2 free, 1 hole, 2 free", "1 hole, 1 free, 1 reserved, 1 free"])("holds over %s", (map) => {
    expect(check(sound, { map }).verdict).toBe("holds");
  });

  test.each([
    ["holesToo", "1 free, 1 hole, 2 free", "alloc-block/free-run", 2],
    ["withoutTheLast", "1 free, 1 hole, 2 free", "alloc-block/legal", 1],
    ["acrossHoles", "1 free, 1 hole, 2 free", "alloc-block/free-run", 3],
    ["reservedToo", "1 reserved, 2 free", "alloc-block/free-run", 1],
  ] as const)("%s over %s breaks %s after %i commands", (name, map, rule, length) => {
    const allocator = { holesToo, withoutTheLast, acrossHoles, reservedToo }[name];
    const run = check(allocator, { map });
    expect(run.counterexamples[0]).toMatchObject({ rule, scope: { initial: map } });
    expect(run.counterexamples[0]!.steps.map(({ command }) => describeCommand(command))).toHaveLength(length);
    expect(check(allocator, { frames: 3 }).verdict).toBe(
      name === "holesToo" || name === "reservedToo" ? "holds" : "broken",
    );
  });
});
