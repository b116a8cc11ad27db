import { fromSource } from "allocheck";
import { expect, test } from "vitest";
import "allocheck/vitest";

const allocator = await fromSource("./shim.c");

test("no command sequence breaks a rule", () => {
  expect(allocator).toRefine({ frames: 4, owners: 2, slices: 1 });
}, 60_000); // milliseconds: vitest itself gives 5 s, which a busy machine may take
