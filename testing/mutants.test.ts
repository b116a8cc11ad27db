/** Each mistake that is made at night is one that can be made: its text stands in its file, once. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MUTANTS } from "./mutants.js";
import { ROOT } from "./read.js";

test.each(MUTANTS)("%s has one %j", (file, text) => {
  expect(readFileSync(`${ROOT}dist/${file}.js`, "utf8").split(text).length - 1).toBe(1);
});
