/** Every fault that needs no module is found by random sequences alone. */
import { expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { scopeOf } from "../../testing/scopes.js";
import { ownScope } from "../check/own-scope.js";
import { Sampling } from "./sampling.js";

/** Those of `edges` show only where arguments lie between two frames: with the module foreign. */
const faults = ALLOCATORS.filter((definition) => {
  if (definition.class !== "faulty" || /^edges-/.test(definition.name)) return false;
  return ownScope(DEFAULT_SCOPE, definition).modules.length === 1;
});

test("there are such faults", () => {
  expect(faults.length).toBeGreaterThan(20);
});

test.each(faults.map((definition) => [definition.name, definition] as const))(
  "%s is found at 64 frames within 10 seconds",
  (_, definition) => {
    const request = { definition, scope: scopeOf(64, 2, 3), sample: { seed: 1 }, budget: { maxSeconds: 10 } };
    const sampling = new Sampling(request);
    while (sampling.advance(64));
    expect(sampling.run().verdict).toBe("broken");
  },
  60_000,
);
