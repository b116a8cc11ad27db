import { expect, test } from "vitest";
import { exampleLines } from "./help.js";

const examples = [
  ["check", "check all"],
  ["check mine", "check one"],
  ["check mine --with much", "and more"],
] as const;

test("what an example is for stands beside it where there is room, and below where there is none", () => {
  expect(exampleLines(examples, 60)).toEqual([
    "  $ allocheck check                   check all",
    "  $ allocheck check mine              check one",
    "  $ allocheck check mine --with much  and more",
  ]);
  expect(exampleLines(examples, 40)).toEqual([
    "  $ allocheck check       check all",
    "  $ allocheck check mine  check one",
    "  $ allocheck check mine --with much",
    "                          and more",
  ]);
  expect(exampleLines(examples, 20)).toEqual([
    "  $ allocheck check",
    "      check all",
    "  $ allocheck check mine",
    "      check one",
    "  $ allocheck check mine --with much",
    "      and more",
  ]);
});
