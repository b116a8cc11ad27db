import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Misuse } from "../model/basics/misuse.js";
import { accepted, alloc, counterexample, free } from "../testing/samples.js";
import { everythingBelow, temporaryDirectory } from "../testing/temporary.js";
import { counterexampleFiles, readCounterexamples, saveCounterexample } from "./files.js";
import { writeWhole } from "./write-whole.js";

test.each([
  { parts: { rule: "free/reserved", steps: [accepted(free(0))] }, name: "sample.free-reserved.json" },
  { parts: { rule: "audit", steps: [accepted(alloc, 0)] }, name: "sample.alloc-audit.json" },
  { parts: { rule: "audit" }, name: "sample.initial-audit.json" },
  { parts: { allocator: null, rule: "one-holder" }, name: "specification.initial-one-holder.json" },
  { parts: { allocator: "../my allocator" }, name: "..-my-allocator.free-already-free.json" },
])("a file is named after the allocator and the rule: $name", ({ parts, name }) => {
  const directory = join(temporaryDirectory(), "deep", "down");
  const was = counterexample(parts);
  expect(saveCounterexample(directory, was)).toBe(join(directory, name));
  expect(everythingBelow(directory)).toEqual([name]);
  expect(readFileSync(join(directory, name), "utf8")).toBe(`${JSON.stringify(was, null, 2)}\n`);
});

test("files and directories are read in the order given, a directory by name", () => {
  const directory = temporaryDirectory();
  const [a, b] = ["a", "b"].map((allocator) => counterexample({ allocator }));
  for (const one of [b, a]) if (one !== undefined) saveCounterexample(directory, one);
  writeFileSync(join(directory, "notes.txt"), "no counterexample, and not looked at");
  const files = ["a", "b"].map((name) => join(directory, `${name}.free-already-free.json`));
  expect(readCounterexamples([files[1] ?? "", directory])).toEqual([
    { file: files[1], counterexample: b },
    { file: files[0], counterexample: a },
    { file: files[1], counterexample: b },
  ]);
});

test("a directory is read with its folders, after its own files, and no link to a folder is followed", () => {
  const directory = temporaryDirectory();
  const one = counterexample({});
  const files = [directory, join(directory, "a"), join(directory, "a", "b"), join(directory, "c")].map(
    (folder) => saveCounterexample(folder, one),
  );
  symlinkSync(directory, join(directory, "a", "again"));
  expect(counterexampleFiles([directory])).toEqual(files);
  mkdirSync(join(directory, "empty"));
  expect(() => counterexampleFiles([join(directory, "empty")])).toThrow(/holds no \.json file/);
});

test("a module is named from where the file lies", () => {
  const directory = temporaryDirectory();
  const file = saveCounterexample(directory, counterexample({ module: join(directory, "..", "it.mjs") }));
  expect(readCounterexamples([file])[0]?.counterexample.module).toBe("../it.mjs");
});

test("what was found in one file takes not the place of what was found in another", () => {
  const directory = temporaryDirectory();
  const [one, other] = ["one.mjs", "other.mjs"].map((name) => join(directory, name)) as [string, string];
  for (const file of [one, other]) writeFileSync(file, "");
  const names = [one, other, one, other].map((module) =>
    saveCounterexample(join(directory, "known"), counterexample({ module })).slice(directory.length),
  );
  const [first, second] = ["", ".2"].map((n) => `/known/sample.free-already-free${n}.json`);
  expect(names).toEqual([first, second, first, second]);
});

test("a file is written whole or not at all", () => {
  const directory = temporaryDirectory();
  const file = join(directory, "it");
  writeWhole(file, "first");
  writeWhole(file, "second");
  expect(readFileSync(file, "utf8")).toBe("second");
  expect(() => writeWhole(directory, "a directory is there")).toThrow(Misuse);
  expect(() => writeWhole(join(file, "below"), "it is a file")).toThrow(/cannot be written \(ENOTDIR: /);
  expect(() => saveCounterexample(file, counterexample())).toThrow(Misuse);
  expect(() => saveCounterexample(join(file, "below"), counterexample())).toThrow(Misuse);
  expect(everythingBelow(directory)).toEqual(["it"]);
});

test("two counterexamples of one name in one run are both kept", () => {
  const directory = temporaryDirectory();
  const first = saveCounterexample(directory, counterexample({}));
  const second = saveCounterexample(directory, counterexample({}), [first]);
  expect(second).toBe(first.replace(".json", ".2.json"));
  expect(everythingBelow(directory)).toHaveLength(2);
});
