import { expect, test } from "vitest";
import { allocatorNamed } from "../../cli/targets/names.js";
import { scopeOf } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { survey } from "./survey.js";

const scope = scopeOf({ frames: 2, owners: 2, slices: 1 });
const definition = allocatorNamed("bitmap");

test("a survey counts as a check does, and has a witness of every reason that came up alone", () => {
  const surveyed = survey(definition, scope);
  const { outcomes } = runToEnd({ definition, scope });
  expect(surveyed).toMatchObject({ allocator: "bitmap", holds: true, outcomes });
  const alone = Object.keys(outcomes).filter((key) => !key.includes("+") && !key.endsWith(":accepted"));
  expect([...surveyed.witnesses.keys()].sort()).toEqual(
    [...alone.map((key) => key.replace(":", "/")), "alloc/free-frame"].sort(),
  );
});

test("a witness is as short as it can be, and a rule of answers is shown where some answer is wrong", () => {
  const { witnesses } = survey(definition, scope);
  const program = (rule: string) => {
    const witness = witnesses.get(rule);
    return witness === undefined ? null : programOf(witness);
  };
  expect(program("release/live-slice")).toEqual(["reserve(0, owner 1)", "borrow(0)", "release(0, owner 1)"]);
  expect(program("alloc/free-frame")).toEqual(["reserve(0, owner 1)", "alloc()"]);
  expect(program("drop/no-such-slice")).toEqual(["drop(0)"]);
  const shallower = (rule: string, length: number) => {
    const { outcomes } = runToEnd({ definition, scope, budget: { maxDepth: length - 1 } });
    return outcomes[rule.replace("/", ":")] ?? 0;
  };
  for (const [rule, { steps }] of witnesses)
    if (rule !== "alloc/free-frame") expect(shallower(rule, steps.length), rule).toBe(0);
});

test("an allocator that breaks a rule keeps nothing", () => {
  const surveyed = survey(allocatorNamed("bitmap-ignores-slices"), scope);
  expect(surveyed.holds).toBe(false);
  expect(surveyed.witnesses.size).toBe(0);
});
