/** The formulas say of every state and command that a search comes to what the tables say. */
import { expect, test } from "vitest";
import { scopeOf } from "../../testing/scopes.js";
import { tie } from "../../testing/tied.js";
import { MODULE_IDS, type ModuleId, type Scope } from "../words/scope.js";
import { FORMULAS } from "./formulas.js";

/** The modules with which a unit has many states: one owner is enough for what they say. */
const MANY: readonly ModuleId[] = ["handles", "quarantine", "flags"];

/** Those of which one frame has hundreds of states. */
const LARGE: readonly ModuleId[] = ["flags", "rootfs"];

const SCOPES: readonly (readonly [string, Scope])[] = [
  ["core", scopeOf(3, 2, 2)],
  ["core, of four frames", scopeOf(4, 2, 1)],
  ...MODULE_IDS.filter((id) => id !== "core" && id in FORMULAS).map(
    (id) => [id, scopeOf(LARGE.includes(id) ? 1 : 2, MANY.includes(id) ? 1 : 2, 1, id)] as const,
  ),
];

test.each(SCOPES)("those of %s", (_, scope) => {
  const { wrong, states, transitions } = tie(scope);
  expect(wrong).toEqual([]);
  expect(states).toBeGreaterThan(30);
  expect(transitions).toBeGreaterThan(states);
});

test("where frames have two units, which formulas do not know of", () => {
  for (const id of ["growth", "boot"] as const) {
    const { wrong, states } = tie({ ...scopeOf(2, 1, 1, id), units: 2 }, 300);
    expect(wrong).toEqual([]);
    expect(states).toBe(300);
  }
});

test("blocks that are resized, with what they hold", () => {
  const { wrong, transitions } = tie(scopeOf(3, 1, 1, "resizing", "contents"), 300);
  expect(wrong).toEqual([]);
  expect(transitions).toBeGreaterThan(300);
});

test("files of rootfs, of frames that are blocks, have sharers and hold something", () => {
  const { wrong, transitions } = tie(scopeOf(2, 1, 1, "blocks", "contents", "shares", "rootfs"), 300);
  expect(wrong).toEqual([]);
  expect(transitions).toBeGreaterThan(300);
});

test("blocks, handles and sharers of the same frames", () => {
  const { wrong, transitions } = tie({ ...scopeOf(2, 1, 1, "blocks", "handles", "shares"), handles: 1 }, 500);
  expect(wrong).toEqual([]);
  expect(transitions).toBeGreaterThan(500);
});
