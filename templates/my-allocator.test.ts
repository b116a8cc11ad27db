import { expect, test } from "vitest";
import "allocheck/vitest";
import myAllocator from "./my-allocator.js";

test("no command sequence breaks a rule", () => {
  expect(myAllocator).toRefine({ frames: 4, owners: 2, slices: 2 });
}, 60_000); // milliseconds: vitest itself gives 5 s, which a busy machine may take
