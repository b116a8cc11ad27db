/** The words that modules bring fit together. */
import { expect, test } from "vitest";
import { ALL_WORDS } from "./all-words.js";
import { codeOf, REASON_IDS } from "./reasons.js";

test("no two modules bring the same word: a place, a command, its method, a reason, a bound", () => {
  const brought = [
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
