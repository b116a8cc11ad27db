/** The modules that are committed are what their sources give, where the compiler that made them is. */
import { expect, test } from "vitest";
import { compiled, hasCompiler, MODULES, type ModuleName, moduleOf } from "./build.js";

const names = Object.keys(MODULES) as ModuleName[]; // they are its keys

test.skipIf(!hasCompiler()).each(names)("%s.wasm is what its source gives", (name) => {
  expect(
    Buffer.from(compiled(name)).equals(moduleOf(name)),
    "npm run build && node dist/testing/wasm/make.js",
  ).toBe(true);
});

test("none is large", () => {
  for (const name of names) expect(moduleOf(name).length).toBeLessThan(6_000);
});
