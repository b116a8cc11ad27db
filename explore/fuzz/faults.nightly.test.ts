/**
 * Every fault that needs no module is found by random sequences alone. Each on the command line, which ends a
 * call that does not return: some versions walk in circles once the pool is large enough.
 */
import { expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { allocheck } from "../../testing/cli.js";
import { ownScope } from "../check/own-scope.js";

/** Those of `edges` show only where arguments lie between two frames: with the module foreign. */
const faults = ALLOCATORS.filter((definition) => {
  if (definition.class !== "faulty" || /^edges-/.test(definition.name)) return false;
  return ownScope(DEFAULT_SCOPE, definition).modules.length === 1;
});

test("there are such faults", () => {
  expect(faults.length).toBeGreaterThan(20);
});

test.each(faults.map(({ name }) => name))(
  "%s is found at 64 frames within 10 seconds",
  (name) => {
    const { code, stdout } = allocheck(["fuzz", name, "--seed", "1", "--max-seconds", "10", "--json"]);
    expect(code).toBe(1);
    const [run] = JSON.parse(stdout).runs;
    expect(run).toMatchObject({ verdict: "broken", scope: { frames: 64 } });
  },
  60_000,
);
