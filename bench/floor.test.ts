import { expect, test } from "vitest";
import { ALLOCATORS } from "../impl/registry.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { floor } from "./floor.js";

test.each([
  { name: "bitmap", frames: 4, owners: 2, slices: 3 },
  { name: "free-list", frames: 3, owners: 3, slices: 2 },
] as const)("the floor counts what a check of $name counts", ({ name, frames, owners, slices }) => {
  const definition = ALLOCATORS.find((d) => d.name === name)!;
  const { states, tried, transitions } = runToEnd({ definition, scope: scopeOf(frames, owners, slices) });
  expect(floor(frames, owners, slices, name)).toMatchObject({ states, tried, transitions });
});
