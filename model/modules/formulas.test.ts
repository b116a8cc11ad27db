/** The formulas say of every state and command that a search comes to what the tables say. */
import { expect, test } from "vitest";
import { scopeOf } from "../../testing/scopes.js";
import { tie } from "../../testing/tied.js";

test.each(["phases", "foreign", "provenance", "protected", "contents"])(
  "those of the module %s",
  (module) => {
    const { wrong, states, transitions } = tie(scopeOf(2, module === "provenance" ? 1 : 2, 1, module));
    expect(wrong).toEqual([]);
    expect(states).toBeGreaterThan(30);
    expect(transitions).toBeGreaterThan(states);
  },
);

test("those of the core", () => {
  const { wrong, states, transitions } = tie(scopeOf(3, 2, 2));
  expect(wrong).toEqual([]);
  expect(states).toBeGreaterThan(100);
  expect(transitions).toBeGreaterThan(states);
});
