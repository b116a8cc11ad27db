/** What is no file to be read, or too much of one, is told in bounded time and memory. */
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.js";
import { cannotRead, isAnythingAt, readText } from "./read-text.js";

const read = (file: string) => readText(file, 1000, "a page", "name a page");

test("a mark of the byte order is left out", () => {
  const file = join(temporaryDirectory(), "it");
  writeFileSync(file, "\ufeffa text \u00e9");
  expect(read(file)).toBe("a text \u00e9");
});

test.each([
  ["a pipe", "pipe", "it is no file"],
  ["a device without an end", "/dev/zero", "it is no file"],
  ["a directory", "directory", "EISDIR: it is a directory"],
  ["links in a loop", "loop", "ELOOP: its links lead in a circle"],
  ["a name too long", "x".repeat(300), "ENAMETOOLONG: its name is too long"],
  ["a path below a file", "file/below", "ENOTDIR: a file stands where a directory is meant"],
  ["NUL in a name", "nul\0", "ERR_INVALID_ARG_VALUE"],
])("%s is not read", (_, name, why) => {
  const directory = temporaryDirectory();
  spawnSync("mkfifo", [join(directory, "pipe")]);
  mkdirSync(join(directory, "directory"));
  symlinkSync("loop", join(directory, "loop"));
  writeFileSync(join(directory, "file"), "");
  const file = name.startsWith("/") ? name : join(directory, name);
  expect(() => read(file)).toThrow(`cannot be read (${why})`);
});

test("a file system that refuses is told in words, and what cannot be looked at is there", () => {
  const refused = Object.assign(new Error(""), { code: "EACCES" });
  expect(cannotRead("it", refused, "")).toMatchObject({
    what: "it cannot be read (EACCES: there is no permission)",
  });
  const here = temporaryDirectory();
  expect([here, join(here, "x".repeat(300)), join(here, "x")].map(isAnythingAt)).toEqual([true, true, false]);
});

test("what is larger than the most is not read, whatever size it claims to have", () => {
  const file = join(temporaryDirectory(), "it");
  writeFileSync(file, "x".repeat(1001));
  expect(() => read(file)).toThrow("has 1001 bytes, a page has at most 1000");
  // Its size is said to be 0.
  expect(() => readText("/proc/self/status", 10, "a page", "")).toThrow(
    "has more bytes, a page has at most 10",
  );
});
