import { expect, test } from "vitest";
import type { TraceStep } from "../../model/trace/trace.js";
import { foldsIn } from "./folds.js";

const step = (frame: number): TraceStep => ({
  command: { kind: "free", frame },
  answer: { kind: "accepted" },
});
const steps = (text: string) => [...text].map((letter) => step(letter.charCodeAt(0) - 97));

test.each<readonly [string, readonly (readonly [from: number, length: number, times: number])[]]>([
  ["", []],
  ["a", []],
  ["abcdefgh", []],
  ["ababab", []], // six lines are not many
  ["ababababc", [[0, 2, 4]]],
  ["abababababab", [[0, 2, 5]]], // the last step is told in full
  ["xabcabcabcabcy", [[1, 3, 4]]],
  [
    "aaaaaaaaabbbbbbbbbb",
    [
      [0, 1, 9],
      [9, 1, 9],
    ],
  ],
  ["abacabacabacz", [[0, 4, 3]]],
])("%s", (text, folds) => {
  expect(foldsIn(steps(text)).map(({ from, length, times }) => [from, length, times])).toEqual(folds);
});

test("steps that look alike but leave another memory are told in full", () => {
  expect(foldsIn(steps("ababababc"), (i) => `${i}`)).toEqual([]);
  expect(foldsIn(steps("ababababc"), (i) => `${i % 2}`)).toHaveLength(1);
});

test("one command that hands out one frame after the other is a series, up to the last step", () => {
  const alloc = (frame: number): TraceStep => ({
    command: { kind: "alloc" },
    answer: { kind: "accepted", frame },
  });
  const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => alloc(first + i));
  const differs = (i: number) => `${i}`;
  expect(foldsIn(from(3, 9), differs)).toEqual([{ from: 0, length: 1, times: 8, series: true }]);
  expect(foldsIn([...from(0, 7), ...from(9, 9)], differs)).toMatchObject([{ from: 7, times: 8 }]);
  expect(foldsIn(from(0, 8), differs)).toEqual([]);
});
