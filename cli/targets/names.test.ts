import { expect, test } from "vitest";
import { NAMED } from "../../impl/registry.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { inProcess } from "../../testing/in-process.js";
import { contractNamed } from "./by-name.js";
import { allocatorNamed } from "./names.js";

test("every allocator is found by its name", () => {
  for (const definition of NAMED) expect(allocatorNamed(definition.name)).toBe(definition);
  expect(contractNamed("boot-bitmap").id).toBe("boot-bitmap");
});

test.each([
  { what: "a command", args: ["chekc"], meant: "check" },
  { what: "an option", args: ["check", "--frmaes", "3"], meant: "--frames" },
  { what: "an option of replay", args: ["replay", "x", "--expcet", "broken"], meant: "--expect" },
  { what: "a target", args: ["check", "bitmap-ignore-slices"], meant: "bitmap-ignores-slices" },
  { what: "a later target", args: ["check", "bitmap", "freelist"], meant: "free-list" },
  { what: "a contract", args: ["check", "--contract", "boot-bitmpa"], meant: "boot-bitmap" },
  { what: "a list", args: ["list", "rule"], meant: "rules" },
])("a mistyped $what gets the right one suggested", async ({ args, meant }) => {
  const { code, stdout, stderr } = await inProcess(args);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^allocheck: [^\n]+; did you mean [^\n]+\n$/i);
  expect(stderr.slice(stderr.search(/did you mean/i))).toContain(meant);
});

test.each([
  ["check", "quicksilver"],
  ["check", "--contract", "quicksilver"],
  ["list", "quicksilver"],
  ["quicksilver"],
  ["check", "--quicksilver"],
])("what resembles nothing gets no but a place to look: %s %s", async (...args) => {
  const { code, stderr } = await inProcess(args);
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/did you mean/i);
  expect(stderr).toMatch(/; (see: allocheck |use )/);
});

test("the nearest candidate is suggested, and none that is far", () => {
  expect(suggestion("bitmpa", ["free-list", "bitmap", "bitmap-as-is"])).toBe("bitmap");
  expect(suggestion("ab", ["yz"])).toBe("yz");
  expect(suggestion("abc", ["xyz"])).toBeUndefined();
  expect(suggestion("abc", [])).toBeUndefined();
});
