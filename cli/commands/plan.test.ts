/** What a check will cost, and what it would not need. */
import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";

test("a scope that is small enough is explored, and its figures are those of a check", async () => {
  const { code, stdout } = await inProcess(["plan", "bitmap", "--frames", "2", "--json"]);
  expect(code).toBe(0);
  const { plans } = JSON.parse(stdout);
  expect(plans).toMatchObject([{ target: "bitmap", predicted: { frames: 2, from: 2, states: 96 } }]);
  // The rules need an owner who is another's, and a slice; two frames for two owners.
  const advice = plans[0].advice.map(({ bound, instead, loses }: Record<string, unknown>) => [
    bound,
    instead,
    loses,
  ]);
  expect(advice).toEqual([
    ["frames", 1, ["borrow/mixed-owners"]],
    ["owners", 1, ["release/foreign-owner", "borrow/mixed-owners"]],
    ["slices", 2, []],
  ]);
});

test("text says what is a guess, at any width", async () => {
  const { code, stdout } = await inProcess([
    "plan",
    "bitmap",
    "--frames",
    "9",
    "--slices",
    "2",
    "--owners",
    "1",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^bitmap {2}9 frames, 1 owner, 2 slices\n {2}9 frames: about [\d,]+ states, /);
  expect(stdout).toContain("A guess, from 1 to");
  expect(stdout).toMatch(/1 slice instead of 2: about [\d.]+ times smaller, loses nothing/);
});

test("a rule that breaks on the way is told", async () => {
  const { code, stdout } = await inProcess(["plan", "bitmap-frees-twice", "--frames", "3", "--quiet"]);
  expect(code).toBe(0);
  expect(stdout).toContain("It breaks free/already-free with 1 frame already");
  const { stdout: sound } = await inProcess(["plan", "bitmap", "--frames", "2", "--json", "--quiet"]);
  expect(JSON.parse(sound)).toMatchObject({ plans: [{ broken: null }] });
});

test("a name that nobody has is a misuse", async () => {
  expect((await inProcess(["plan", "bitmpa"])).code).toBe(2);
  expect((await inProcess(["plan"])).code).toBe(2);
});
