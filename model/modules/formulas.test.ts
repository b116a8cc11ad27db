/** The formulas say of every state and command that a search comes to what the tables say. */
import { expect, test } from "vitest";
import { scopeOf } from "../../testing/scopes.js";
import { tie } from "../../testing/tied.js";

test("those of the core", () => {
  const { wrong, states, transitions } = tie(scopeOf(3, 2, 2));
  expect(wrong).toEqual([]);
  expect(states).toBeGreaterThan(100);
  expect(transitions).toBeGreaterThan(states);
});
