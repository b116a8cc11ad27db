/** The search of a scope and a naive enumeration of it, which have to come to the same. */
import { expect } from "vitest";
import type { Scope } from "../model/words/scope.js";
import { PackedBeside } from "./beside.js";
import { drive } from "./driven.js";
import { enumerate, enumerateGrown } from "./oracle/naive-enumeration.js";
import { runToEnd } from "./run.js";

/** Fails unless both have the same states and count the same, and as well where arrays grow if they can. */
export function expectAgreement(scope: Scope): void {
  const run = runToEnd({ definition: null, scope });
  const { states, tried, transitions, depth, levels, outcomes } = run;
  const beside = new PackedBeside(scope);
  expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(enumerate(scope, beside));
  expect(beside.apart).toEqual([]);
  expect(run).toMatchObject({ verdict: "holds", closed: true, counterexamples: [] });
  if (!scope.modules.includes("growth")) return;
  const { depth: _, levels: __, ...grown } = enumerateGrown(scope);
  expect(drive(scope)).toEqual(grown);
  expect(grown.states).toBeGreaterThan(states);
}
