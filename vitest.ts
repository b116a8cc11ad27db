/** `expect(allocator).toRefine({ frames, owners, slices })` for vitest: import this file once. */
import { expect } from "vitest";
// The declarations keep this line and not the one above. Without it TypeScript looks for the module to be
// augmented as a CommonJS file would, finds vitest's other declarations, and nobody sees the matcher.
import "vitest";
import { type CheckOptions, check } from "./index.js";
import { printable } from "./model/basics/wording.js";
import type { AllocatorDefinition } from "./model/socket/allocator.js";
import { PLAIN } from "./report/lines/style.js";
import { runLines } from "./report/text/run-text.js";

interface RefineMatchers<R = unknown> {
  /**
   * Explores every command sequence of the allocator in a scope; fails with the shortest counterexample.
   * On the thread of the test, so a command that never returns is not ended: `allocheck check` does that.
   */
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
      message: () => printable(runLines(run, PLAIN).join("\n")),
    };
  },
});
