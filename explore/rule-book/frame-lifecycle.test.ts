import { expect, test } from "vitest";
import { MODULES } from "../../model/modules/all.js";
import { scopeOf } from "../../model/words/scope.js";
import { frameLifecycle } from "./frame-lifecycle.js";

const told = (modules: readonly ("core" | "blocks")[], slices = 1) =>
  frameLifecycle([scopeOf({ frames: 2, owners: 1, slices, modules })]).map(
    ({ from, to, command }) => `${from} -> ${to}: ${command}`,
  );

const CORE = [
  "free -> allocated: alloc",
  "free -> reserved: reserve",
  "allocated -> free: free",
  "reserved -> free: release",
  "reserved -> borrowed: borrow",
  "borrowed -> reserved: drop",
];

test("a frame goes from one kind to another by these commands and no others", () => {
  expect(told(["core"])).toEqual(CORE);
  expect(told(["core"], 2)).toEqual(CORE); // and no release of what is borrowed twice
});

test("a module adds the ways of its commands", () => {
  expect(told(["core", "blocks"]).filter((edge) => !CORE.includes(edge))).toEqual([
    "free -> allocated: alloc-block",
    "allocated -> free: free-block",
  ]);
});

test("modules that name one kind of frame agree on it, and no two kinds have one rank", () => {
  const rows = Object.values(MODULES).flatMap(({ frameKinds = [] }) => frameKinds);
  const kinds = new Set(rows.map(({ id, rank, beside }) => `${id} ${rank} ${beside}`));
  expect(kinds.size).toBe(new Set(rows.map(({ id }) => id)).size);
  expect(kinds.size).toBe(new Set(rows.map(({ rank }) => rank)).size);
});
