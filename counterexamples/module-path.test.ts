/** A counterexample finds its module from where it lies, and chooses no other code. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.js";
import { mayBeOf, moduleAt, moduleFrom } from "./module-path.js";

/** A folder with code and a trace in it, and one beside it with more code. */
function places() {
  const top = temporaryDirectory();
  const here = join(top, "here");
  for (const folder of [here, join(here, "src"), join(top, "else")]) mkdirSync(folder);
  const [inside, outside] = [join(here, "src", "a.mjs"), join(top, "else", "b.mjs")];
  for (const file of [inside, outside]) writeFileSync(file, "");
  return { here, inside, outside, file: join(here, "trace.json") };
}

test("a module is named from the folder of the file, wherever the two are", () => {
  const { here, inside, outside, file } = places();
  expect(moduleFrom(here, inside)).toBe("./src/a.mjs");
  expect(moduleFrom(here, relative(process.cwd(), inside))).toBe("./src/a.mjs");
  expect(moduleFrom(join(here, "src"), outside)).toBe("../../else/b.mjs");
  expect(moduleAt(file, moduleFrom(here, inside))).toBe(inside);
});

test("older files say where it is from the working directory, or from nowhere", () => {
  const { inside, file } = places();
  expect(moduleAt(file, inside)).toBe(inside);
  expect(moduleAt(file, "dist/index.js")).toBe(join("dist", "index.js"));
});

test("code that lies elsewhere is not run unasked, by whatever way it is named", () => {
  const { here, outside, file } = places();
  symlinkSync(outside, join(here, "link.mjs"));
  for (const way of ["../else/b.mjs", outside, "link.mjs", "src/../../else/b.mjs", "..", "../nothing.mjs"])
    expect(() => moduleAt(file, way)).toThrow(
      expect.objectContaining({
        code: "elsewhere",
        remedy: expect.stringContaining("--on /") as string,
      }),
    );
});

test("a counterexample is of its module while that lies where it was, and of any once it has moved", () => {
  const { here, inside, outside, file } = places();
  symlinkSync(inside, join(here, "link.mjs"));
  const of = (module: string) => [inside, outside, null].map((other) => mayBeOf(file, module, other));
  expect(of("./src/a.mjs")).toEqual([true, false, false]);
  expect(of("link.mjs")).toEqual([true, false, false]);
  expect(of("./moved.mjs")).toEqual([true, true, true]);
});

test("what is below and is not there is for the loader to say", () => {
  const { here, file } = places();
  expect(moduleAt(file, "./gone.mjs")).toBe(join(here, "gone.mjs"));
});
