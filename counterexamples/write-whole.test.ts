/** What a write does to what was there: nothing is replaced but a file, and a file keeps what it is. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everythingBelow, temporaryDirectory } from "../testing/temporary.js";
import { makeDirectories, probeDirectory, probeFile, writeNew, writeWhole } from "./write-whole.js";

/** A text longer than a pipe holds at once is read while it is written, so this one is shorter. */
const TEXT = "what came of it\n";

function inDirectory(): (name: string) => string {
  const directory = temporaryDirectory();
  return (name) => join(directory, name);
}

test("a pipe is written through, and stays a pipe", () => {
  const at = inDirectory();
  expect(spawnSync("mkfifo", [at("pipe")]).status).toBe(0);
  expect(() => probeFile(at("pipe"))).not.toThrow();
  expect(() => writeWhole(at("pipe"), TEXT)).toThrow("cannot be written (ENXIO)"); // nobody reads
  const reader = openSync(at("pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
  writeWhole(at("pipe"), TEXT);
  const bytes = Buffer.alloc(100);
  expect(bytes.toString("utf8", 0, readSync(reader, bytes))).toBe(TEXT);
  closeSync(reader);
  expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
  expect(everythingBelow(at("."))).toEqual(["pipe"]);
});

test("a device is no file to be replaced: what is open under /proc is added to", () => {
  const at = inDirectory();
  writeFileSync(at("log"), "before\n");
  const open = openSync(at("log"), "a");
  const { ino } = lstatSync(at("log"));
  probeFile(`/proc/self/fd/${open}`);
  writeWhole(`/proc/self/fd/${open}`, TEXT);
  closeSync(open);
  expect(readFileSync(at("log"), "utf8")).toBe(`before\n${TEXT}`);
  expect(lstatSync(at("log")).ino).toBe(ino);
});

test("a symbolic link stays one: what it leads to is written, or made", () => {
  const at = inDirectory();
  mkdirSync(at("elsewhere"));
  writeFileSync(at("elsewhere/real"), "before");
  symlinkSync("elsewhere/real", at("link"));
  symlinkSync("elsewhere/made", at("nowhere"));
  for (const name of ["link", "nowhere"]) {
    probeFile(at(name));
    writeWhole(at(name), TEXT);
    expect(lstatSync(at(name)).isSymbolicLink()).toBe(true);
  }
  expect(readFileSync(at("elsewhere/real"), "utf8")).toBe(TEXT);
  expect(readFileSync(at("elsewhere/made"), "utf8")).toBe(TEXT);
});

test("a file keeps its mode, and its other names", () => {
  const at = inDirectory();
  writeFileSync(at("secret"), "a longer text than comes after");
  chmodSync(at("secret"), 0o640);
  writeWhole(at("secret"), TEXT);
  expect(lstatSync(at("secret")).mode & 0o777).toBe(0o640);
  linkSync(at("secret"), at("other"));
  writeWhole(at("secret"), "new");
  expect(readFileSync(at("other"), "utf8")).toBe("new");
});

test("a name that can be foretold is not written to on the way", () => {
  const at = inDirectory();
  writeFileSync(at("victim"), "mine");
  for (const ending of ["tmp", "probe"]) symlinkSync("victim", at(`run.json.${process.pid}.${ending}`));
  probeFile(at("run.json"));
  writeWhole(at("run.json"), TEXT);
  probeDirectory(at("."));
  expect(readFileSync(at("victim"), "utf8")).toBe("mine");
});

test("a new file takes the place of nothing", () => {
  const at = inDirectory();
  symlinkSync("gone", at("link"));
  expect(writeNew(at("it"), TEXT)).toBe(true);
  expect(writeNew(at("it"), "again")).toBe(false);
  expect(writeNew(at("link"), "through it")).toBe(false);
  expect(readFileSync(at("it"), "utf8")).toBe(TEXT);
  expect(everythingBelow(at("."))).toEqual(["it", "link"]);
});

test("places that cannot be are told before, in bounded time, and nothing is left", () => {
  const at = inDirectory();
  symlinkSync("loop", at("loop"));
  writeFileSync(at("file"), "");
  const long = "x".repeat(300);
  for (const place of [at("loop"), at("file/below"), at(long), "/proc/x", at("nul\0"), "a/".repeat(40_000)]) {
    expect(() => probeFile(place), place.slice(-20)).toThrow(/cannot be written \(E/);
    expect(() => probeDirectory(place), place.slice(-20)).toThrow(/cannot be written \(E/);
    expect(() => makeDirectories(place), place.slice(-20)).toThrow();
  }
  expect(everythingBelow(at("."))).toEqual(["file", "loop"]);
});

test("a directory is made once, whoever else makes it", () => {
  const at = inDirectory();
  expect(makeDirectories(at("a/b"))).toEqual([at("a"), at("a/b")]);
  expect(makeDirectories(at("a/b"))).toEqual([]);
  probeDirectory(at("a/b/c/d"));
  expect(everythingBelow(at("."))).toEqual(["a", "a/b"]);
});

test("a file makes its directory, and a probe of it makes nothing", () => {
  const at = inDirectory();
  probeFile(at("reports/deep/it.xml"));
  expect(everythingBelow(at("."))).toEqual([]);
  writeWhole(at("reports/deep/it.xml"), TEXT);
  expect(readFileSync(at("reports/deep/it.xml"), "utf8")).toBe(TEXT);
});
