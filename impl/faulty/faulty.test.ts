/** No faulty allocator is caught before its recorded length, and what each was made from holds. */
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { firstScope } from "../../explore/rule-book/rule-scope.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Scope } from "../../model/words/scope.js";
import { HANGS } from "../../properties/answers.js";
import { programOf } from "../../testing/commands.js";
import { ROOT } from "../../testing/read.js";
import { runToEnd } from "../../testing/run.js";
import { ALLOCATORS, soundVersionOf } from "../registry.js";
import { KNOCK_OUTS, OTHER_FAULTS } from "./knock-outs.js";

/** These never return, or knock a rule out: other tests have them. */
const ELSEWHERE = ["bitmap-scans-for-ever", ...Object.values(KNOCK_OUTS)];
const DIRECTORY = `${ROOT}counterexamples`;
/** What each breaks, and by which program: as recorded. The rule book pins those that knock a rule out. */
const CAUGHT = readCounterexamples([DIRECTORY])
  .filter(({ file }) => dirname(file) === DIRECTORY)
  .map(({ counterexample }) => counterexample)
  .filter(({ allocator }) => !ELSEWHERE.includes(allocator ?? ""))
  .map((recorded) => ({
    name: recorded.allocator ?? "",
    rule: recorded.rule,
    program: programOf(recorded),
  }));
/** In which the sound versions are explored whole. */
const SMALL = { frames: 3, owners: 2, slices: 2 };
const FAULTY = ALLOCATORS.filter((definition) => definition.class === "faulty");
const parentOf = (name: string) => soundVersionOf(ALLOCATORS.find((d) => d.name === name)!);

test("the table has every faulty allocator, and each is named after a sound one", () => {
  expect(FAULTY.map(({ name }) => name).sort()).toEqual(
    [...CAUGHT.map(({ name }) => name), ...ELSEWHERE].sort(),
  );
  // So that what it overrides is all the difference.
  for (const { name, contract, offers } of FAULTY) expect(parentOf(name)).toMatchObject({ contract, offers });
});

test("the table of those that knock no rule out names each under the rule it is recorded with", () => {
  const named = Object.entries(OTHER_FAULTS).flatMap(([rule, names]) => names.map((name) => [name, rule]));
  const recorded = CAUGHT.map(({ name, rule }) => [name, rule]);
  expect(named.sort()).toEqual([...recorded, ["bitmap-scans-for-ever", HANGS.id]].sort());
});

/** The verdict on a sound allocator, each explored once a scope: many faulty ones have one parent. */
const verdicts = new Map<string, string>();
function verdictOn(definition: AllocatorDefinition, scope: Scope): string {
  const key = `${definition.name} ${JSON.stringify(scope)}`;
  const verdict = verdicts.get(key) ?? runToEnd({ definition, scope }).verdict;
  verdicts.set(key, verdict);
  return verdict;
}

describe.each(CAUGHT)("$name", ({ name, program }) => {
  const definition = ALLOCATORS.find((candidate) => candidate.name === name)!;
  const scope = firstScope(definition);

  test("is not caught one step earlier, and its parent not at all", () => {
    const budget = { maxDepth: program.length - 1 };
    const short = runToEnd({ definition, scope, budget });
    expect(short).toMatchObject({ verdict: "unfinished", counterexamples: [] });
    const whole = definition.scopes === undefined ? { ...scope, ...SMALL } : scope;
    expect(verdictOn(parentOf(name)!, whole)).toBe("holds");
  });
});
