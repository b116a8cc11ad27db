/** What becomes of a trace of several CPUs on a pool that makes other accesses than it did. */
import { expect, test } from "vitest";
import { CLOSE_LOOK, GIVE, Pulse, SEARCH } from "../explore/search/pulse.js";
import { check } from "../index.js";
import { STRICT } from "../model/contracts/named.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import type { StepProgram } from "../model/steps/step-program.js";
import { pool } from "../testing/stepped.js";
import { replay } from "./replay.js";

const faulty = pool({ locked: false });
const [recorded] = check(faulty, { frames: 2, owners: 1, slices: 1, cpus: 2 }).counterexamples;
if (recorded === undefined) throw new Error("nothing found");

/** The same commands with one access more before each. */
function looksFirst(definition: AllocatorDefinition): AllocatorDefinition {
  const { steps } = definition;
  if (steps === undefined) throw new Error("it is of one client");
  const begin: (typeof steps)["begin"] = (scope): StepProgram => {
    const program = steps.begin(scope);
    return {
      memory: program.memory,
      *begin(...given) {
        yield { kind: "load", cell: 0 };
        return yield* program.begin(...given);
      },
    };
  };
  return { ...definition, steps: { ...steps, begin } };
}

test("it is fixed where no interleaving of its commands breaks a rule, whatever the accesses are now", () => {
  for (const mended of [pool(), looksFirst(pool())])
    expect(replay(recorded, mended, STRICT)).toMatchObject({
      fate: "fixed",
      rule: null,
      detail: expect.stringMatching(/no interleaving of the same 2 commands breaks a rule \(\d+ states\)/),
    });
});

test("it still breaks where another interleaving does, and that one is told", () => {
  const told = replay(recorded, looksFirst(faulty), STRICT);
  expect(told).toMatchObject({ fate: "breaks", rule: recorded.rule });
  expect(told.now?.cpus?.accesses.length).toBeGreaterThan(recorded.cpus?.accesses.length ?? 0);
  expect(told.now?.cpus?.commands.map(({ command }) => command)).toEqual(
    expect.arrayContaining(recorded.cpus?.commands.map(({ command }) => command) ?? []),
  );
  expect(replay(told.now ?? recorded, looksFirst(faulty), STRICT)).toMatchObject({ fate: "breaks" });
});

test("it hangs where one of them hangs", () => {
  const pulse = new Pulse(undefined, [
    { phase: SEARCH, number: 1, command: 0, call: GIVE },
    { phase: CLOSE_LOOK, number: 3, command: 0, call: GIVE },
  ]);
  expect(replay(recorded, pool(), STRICT, pulse)).toMatchObject({ fate: "breaks", rule: "hangs" });
});

test("what no longer says how it takes its steps is not followed", () => {
  const { steps: _, ...plain } = faulty;
  expect(replay(recorded, plain, STRICT)).toMatchObject({ fate: "inapplicable" });
});
