/** `expect(allocator).toRefine({ frames, owners, slices })` for vitest: import this file once. */
import { expect } from "vitest";
import { type CheckOptions, check } from "./index.js";
import type { AllocatorDefinition } from "./model/allocator.js";
import { runLines } from "./report/run-text.js";
import { PLAIN } from "./report/style.js";

interface RefineMatchers<R = unknown> {
  /** Explores every command sequence of the allocator in a scope; fails with the shortest counterexample. */
  toRefine(options?: CheckOptions): R;
}

declare module "vitest" {
  // The parameters must be named as vitest names them.
  interface Assertion<T> extends RefineMatchers<T> {}
  interface AsymmetricMatchersContaining extends RefineMatchers {}
}

expect.extend({
  toRefine(allocator: AllocatorDefinition, options: CheckOptions = {}) {
    const run = check(allocator, options);
    return {
      pass: run.verdict === "holds",
      message: () => runLines(run, PLAIN).join("\n"),
    };
  },
});
