/** `allocheck shrink`: recorded traces and logs, and what is wrong with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { boundsOfLog, parseLog } from "../../counterexamples/trace-log.js";
import { inProcess } from "../../testing/in-process.js";
import { logText } from "../input/log-text.js";
import { Interrupt } from "../workers/interrupt.js";

const directory = mkdtempSync(join(tmpdir(), "allocheck-shrink-"));
afterAll(() => rmSync(directory, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

/** A counterexample that is longer than it needs to be, in a pool that is larger. */
const LONG = [
  "# a machine that boots",
  "1. alloc -> frame 0",
  "reserve 8..11 owner 2",
  "reserve(20..27, owner 1) -> accepted",
  "free 0",
  "borrow 20..23",
  "borrow 20..23 # once more",
  "borrow 8",
  "drop 8",
  "release 3..4 owner 1",
  "drop 20..23",
  "release 20..27 owner 1",
].join("\n");

test("a log is reduced to a shortest trace, which is saved, replayed, and no shorter when reduced again", async () => {
  const log = written("long.log", LONG);
  const saved = join(directory, "found");
  const { code, stdout } = await inProcess(["shrink", "bitmap-pins-once", "--from", log, "--save", saved]);
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, " ")).toMatch(
    /shortest at all up to \d frames? \(from 11 commands in a pool of 28 frames\)/,
  );
  const file = join(saved, "bitmap-pins-once.release-live-slice.json");
  expect(JSON.parse(readFileSync(file, "utf8")).steps).toHaveLength(5);
  expect((await inProcess(["replay", file])).code).toBe(1);
  const again = JSON.parse((await inProcess(["shrink", file, "--json"])).stdout);
  expect(again.counterexample.steps).toHaveLength(5);
});

test.each([
  ["alloc\nreserv 0..1", 'line 2 of FILE, "reserv 0..1", names no command', "did you mean reserve?"],
  [
    "reserve 4..0",
    'line 1 of FILE, "reserve 4..0", gives reserve no range',
    "write a command as reports print it",
  ],
  ["alloc now", 'line 1 of FILE, "alloc now", has now too much', "write a command as reports print it"],
  ["# nothing", "FILE holds no command", "write one command a line"],
  [
    '{ "format": "x" }',
    "FILE is JSON and no log, which is one command a line",
    "for a saved counterexample: ",
  ],
  [
    "alloc\nfree 0",
    "the 2 commands of the trace break no rule on bitmap",
    "look whether all commands are in it",
  ],
  ["alloc-zone zone 3", "the trace has alloc-zone, which bitmap does not offer", "name another allocator"],
  ["reserve 0..5000", "the commands of FILE need 5,001 frames, and there are 4096 at most", "off all others"],
  ["reserve 0..2 owner 9", "the commands of FILE need 9 owners, and there are 8 at most", "from 1 on"],
])("%j is refused with what is wrong and a remedy", async (text, message, remedy) => {
  const log = written("bad.log", text);
  const { code, stderr } = await inProcess(["shrink", "bitmap", "--from", log]);
  expect(code).toBe(2);
  expect(stderr).toContain(message.replace("FILE", log));
  expect(stderr).toContain(remedy);
});

test.each([
  [["--frames", "4"], "need 10 frames, and 4 are asked for", "--frames 10"],
  [["--owners", "1"], "need 2 owners, and 1 are asked for", "--owners 2"],
  [
    ["--handles", "3"],
    "handles is of the module handles, which is not among those of bitmap-pins-once",
    "leave",
  ],
])("commands outside of %j blame nobody", async (asked, message, remedy) => {
  const log = written("outside.log", "reserve 0..1 owner 2\r\nfree 9\r\n");
  const { code, stderr } = await inProcess(["shrink", "bitmap-pins-once", "--from", log, ...asked]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain(remedy);
});

test("a trace of a rule that is now kept is no counterexample any more", async () => {
  const saved = join(directory, "kept");
  await inProcess(["check", "bitmap-pins-once", "--save", saved, "--quiet"]);
  const file = join(saved, "bitmap-pins-once.release-live-slice.json");
  const fixed = { ...JSON.parse(readFileSync(file, "utf8")), allocator: "bitmap" };
  const { code, stderr } = await inProcess(["shrink", written("fixed.json", JSON.stringify(fixed))]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("break no rule on bitmap")]);
  const other = { ...JSON.parse(readFileSync(file, "utf8")), rule: "release/foreign-owner" };
  const said = await inProcess(["shrink", written("other.json", JSON.stringify(other))]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(
    "break release/live-slice on bitmap-pins-once, and not release/foreign-owner",
  );
});

test("a log comes down a pipe, with hex numbers and the line ends of Windows", async () => {
  const pipe = Readable.from(["reserve 0x0..0xA owner 2 \r\n", Buffer.from("\r\nfree 0x1f\t\r\n")]);
  const { text, source } = await logText("-", new Interrupt(), pipe);
  const commands = parseLog(text, source);
  expect(commands).toMatchObject([{ range: { start: 0, count: 11 } }, { frame: 31 }]);
  expect(boundsOfLog(commands)).toMatchObject({ frames: 32, owners: 2 });
  expect(() => parseLog("free 0x", source)).toThrow("line 1 of standard input");
});
