import { expect, test } from "vitest";
import { grouped } from "../../model/basics/wording.js";
import { columns, duration } from "./table.js";

test("columns are as wide as their widest cell, two spaces apart, without trailing blanks", () => {
  const rows = [
    ["command", "outcome", "alone"],
    ["", "accepted", "6,082"],
    ["free", "", "12"],
  ];
  expect(columns(rows, [2])).toEqual([
    "command  outcome   alone",
    "         accepted  6,082",
    "free                  12",
  ]);
  expect(columns([["a", ""], ["bcd"]])).toEqual(["a", "bcd"]);
  expect(columns([])).toEqual([]);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [107_995_054, "107,995,054"],
])("%d is written %s", (count, text) => {
  expect(grouped(count)).toBe(text);
});

test.each([
  [0, "0.00 s"],
  [1.234, "1.23 s"],
  [12.34, "12.3 s"],
  [600, "600.0 s"],
])("%d seconds are written %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
