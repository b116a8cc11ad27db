/** What `formulas.test.ts` holds in small scopes, in larger ones: the core whole at five frames. */
import { expect, test } from "vitest";
import { scopeOf } from "../../testing/scopes.js";
import { tie } from "../../testing/tied.js";
import { MODULE_IDS } from "../words/scope.js";
import { FORMULAS } from "./formulas.js";

test("those of the core, at five frames", () => {
  const { wrong, transitions } = tie(scopeOf(5, 2, 2));
  expect(wrong).toEqual([]);
  expect(transitions).toBeGreaterThan(100_000);
}, 300_000);

test.each(MODULE_IDS.filter((id) => id !== "core" && id in FORMULAS))(
  "those of the module %s, in the states nearest to the start at four frames",
  (id) => {
    const { wrong, transitions } = tie(scopeOf(4, 2, 1, id), 3000);
    expect(wrong).toEqual([]);
    expect(transitions).toBeGreaterThan(1000);
  },
  300_000,
);
