import { expect, test } from "vitest";
import { numbersOf } from "../../../testing/commands.js";
import { scopeOf } from "../../../testing/scopes.js";
import { tie } from "../../../testing/tied.js";
import { Specification } from "../../specification/specification.js";
import { placesOf, read } from "../../state/layout.js";
import type { Command } from "../../words/commands.js";
import { GIVEN_SINCE, TAKEN_SINCE, UNSETTLED } from "./module.js";

const scope = scopeOf(4, 1, 1, "settling", "resizing");
const block = { start: 0, count: 2 };

/** What has happened since a settle, when a block of the first two frames was then resized. */
function after(command: Command, answer = 0): number {
  const specification = new Specification(scope);
  const numberOf = numbersOf(specification);
  const words = new Int32Array(specification.layout.words);
  const steps: [Command, number][] = [
    [{ kind: "alloc-block", count: 2, align: 1 }, 0],
    [{ kind: "settle" }, 0],
    [command, answer],
  ];
  for (const [step, answered] of steps) {
    specification.look(words, 0);
    specification.effects.apply(numberOf(step), answered, words, 0);
  }
  return read(words, 0, placesOf(specification.layout, UNSETTLED)[0]!);
}

test("a block that grows where it lies gives nothing back, and one that shrinks or moves does", () => {
  expect(after({ kind: "resize", range: block, to: 3 })).toBe(TAKEN_SINCE);
  expect(after({ kind: "resize", range: block, to: 1 })).toBe(GIVEN_SINCE);
  expect(after({ kind: "realloc", range: block, to: 4 }, 0)).toBe(TAKEN_SINCE);
  expect(after({ kind: "realloc", range: block, to: 1 }, 0)).toBe(GIVEN_SINCE);
  expect(after({ kind: "realloc", range: block, to: 2 }, 2)).toBe(GIVEN_SINCE);
});

test("so say the formulas", () => {
  const { wrong, transitions } = tie(scopeOf(2, 1, 1, "settling", "resizing"), 100);
  expect(wrong).toEqual([]);
  expect(transitions).toBeGreaterThan(100);
});
