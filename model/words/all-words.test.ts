/** The words that modules bring fit together. */
import { expect, test } from "vitest";
import { ALL_WORDS } from "./all-words.js";
import { BOUNDS, type BoundId } from "./bounds.js";
import { PARAMETERS } from "./parameters.js";
import { codeOf, REASON_IDS } from "./reasons.js";

test("no two modules bring the same word: an id, a place, a command, its method, a reason, a bound", () => {
  const brought = [
    ALL_WORDS.map(({ id }) => id),
    ALL_WORDS.map(({ place }) => `${place}`),
    ...(["commands", "reasons", "bounds"] as const).map((what) =>
      ALL_WORDS.flatMap((words) => Object.keys(words[what] ?? {})),
    ),
    ALL_WORDS.flatMap(({ commands = {} }) => Object.values(commands).map(({ method }) => method)),
  ];
  for (const words of brought) {
    expect(words.length).toBeGreaterThan(8);
    expect(words).toEqual([...new Set(words)]);
  }
});

test("a module's bound is its own, and no bound of all modules", () => {
  for (const { id, bounds = {} } of ALL_WORDS)
    for (const name of Object.keys(bounds) as BoundId[]) expect([name, BOUNDS[name].of]).toEqual([name, id]);
});

test("a method is given as many numbers for a parameter as its type says", () => {
  // Two for a range (`command-methods.ts`), and one for anything else.
  const RANGES: readonly string[] = ["range", "from", "window", "image"];
  for (const [name, { width }] of Object.entries(PARAMETERS))
    expect([name, width]).toEqual([name, RANGES.includes(name) ? 2 : 1]);
});

test("codes follow each other from -2, and there is a bit of two words for each", () => {
  expect(REASON_IDS.map(codeOf)).toEqual(REASON_IDS.map((_, i) => -2 - i));
  expect(REASON_IDS.length).toBeLessThanOrEqual(62);
});

test("who builds on a module comes behind it", () => {
  const ids = ALL_WORDS.map(({ id }) => id);
  const early = ALL_WORDS.flatMap(({ id, needs = [] }) =>
    needs.filter((other) => ids.indexOf(other) > ids.indexOf(id)).map((other) => `${id} needs ${other}`),
  );
  expect(early).toEqual([]);
});
