/** The words that modules bring fit together. */
import { expect, test } from "vitest";
import { ALL_WORDS, type ListedWords } from "./all-words.js";
import { BOUNDS, type BoundId } from "./bounds.js";
import { PARAMETERS } from "./parameters.js";
import { codeOf, REASON_IDS } from "./reasons.js";

/** What may be brought once, each word of a module with what it is. */
const wordsIn = ({ id, place, commands = {}, reasons = {}, bounds = {} }: ListedWords): string[] => [
  `the id ${id}`,
  `the place ${place}`,
  ...Object.entries(commands).flatMap(([kind, { method }]) => [
    `the command ${kind}`,
    `the method ${method}`,
  ]),
  ...Object.entries(reasons).flatMap(([reason, code]) => [`the reason ${reason}`, `the code ${code}`]),
  ...Object.keys(bounds).map((name) => `the bound ${name}`),
];

test("no two modules bring the same word", () => {
  const brought = ALL_WORDS.flatMap((words) => wordsIn(words).map((word) => ({ id: words.id, word })));
  expect(brought.length).toBeGreaterThan(200);
  const twice = brought.flatMap(({ id, word }, i) =>
    brought.slice(i + 1).flatMap((other) => (other.word === word ? [`${id} and ${other.id}: ${word}`] : [])),
  );
  expect(twice).toEqual([]);
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

test("places follow each other from 1", () => {
  expect(ALL_WORDS.map(({ place }) => place)).toEqual(ALL_WORDS.map((_, i) => i + 1));
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
