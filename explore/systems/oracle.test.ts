import { expect, test } from "vitest";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { readJson } from "../../testing/read.js";
import { runToEnd } from "../../testing/run.js";

interface Oracle {
  readonly frames: number;
  readonly owners: number;
  readonly slices: number;
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly depth: number;
  readonly levels: readonly number[];
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Counts on which TLC, Spin and a naive enumeration agree. */
const oracles = readJson("explore/oracle.json") as readonly Oracle[];

test.each(oracles)("the specification alone counts as the oracles do: $frames/$owners/$slices", (oracle) => {
  const { frames, owners, slices, ...counts } = oracle;
  const run = runToEnd({ definition: null, scope: { ...DEFAULT_SCOPE, frames, owners, slices } });
  expect(run.verdict).toBe("holds");
  expect(run).toMatchObject(counts);
  expect(Object.keys(run.outcomes).sort()).toEqual(Object.keys(counts.outcomes).sort());
});
