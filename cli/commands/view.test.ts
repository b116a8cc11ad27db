import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unpacked } from "../../report/html/packed.js";
import { inProcess } from "../../testing/in-process.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const FILE = "counterexamples/bitmap-pins-once.release-live-slice.json";

test("view writes a page, to a file or to stdout", async () => {
  const out = join(temporaryDirectory(), "page.html");
  expect(await inProcess(["view", FILE, "--out", out])).toEqual({ code: 0, stdout: "", stderr: "" });
  const { code, stdout } = await inProcess(["view", FILE]);
  expect(code).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(stdout);
  expect(stdout).toContain("<title>bitmap-pins-once.release-live-slice</title>");
});

test("what is no counterexample is a misuse, and leaves no file", async () => {
  const out = join(temporaryDirectory(), "page.html");
  const { code, stderr } = await inProcess(["view", "package.json", "--out", out]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "allocheck: package.json is not a counterexample of allocheck; record it again with: allocheck check TARGET --save DIR\n",
  );
  expect(existsSync(out)).toBe(false);
});

test("the page carries the allocator of a trace, and in a replay that on which it was run", async () => {
  const carriedBy = async (...line: string[]) => {
    const { stdout } = await inProcess(line);
    const [, data = ""] = /id="data">(.*)<\/script>/.exec(stdout) ?? [];
    const [, packed = ""] = /id="program">(.*)<\/script>/.exec(stdout) ?? [];
    const [trace] = (JSON.parse(data) as { traces: { answering: unknown }[] }).traces;
    return [trace!.answering, unpacked(packed).includes('"pins-once"')];
  };
  expect(await carriedBy("view", FILE)).toEqual([{ carried: "bitmap-pins-once" }, true]);
  const replayed = ["replay", FILE, "--on", "bitmap", "--reporter", "html"];
  expect(await carriedBy(...replayed)).toEqual([{ carried: "bitmap" }, false]);
  const mine = join(temporaryDirectory(), "mine.json");
  const recorded = JSON.parse(readFileSync(FILE, "utf8")) as object;
  writeFileSync(mine, JSON.stringify({ ...recorded, module: "./mine.ts" }));
  const [why] = await carriedBy("view", mine);
  expect(why).toEqual({ none: expect.stringMatching(/^there is no file .*mine\.ts$/) });
});

test("an allocator by its name is checked, and what is found is on the page", async () => {
  const { code, stdout } = await inProcess(["view", "bitmap-ignores-slices"]);
  expect(code).toBe(0);
  expect(stdout).toContain("<code>release/live-slice</code>");
  const mixed = await inProcess(["view", "bitmap-ignores-slices", FILE]);
  expect(mixed.code).toBe(2);
  expect(mixed.stderr).toContain("name either allocators or counterexamples");
  const mistyped = await inProcess(["view", "bitmpa"]);
  expect(mistyped.stderr).toContain(
    "there is no allocator bitmpa, nor a file or directory of that name; did you mean bitmap?",
  );
  expect((await inProcess(["view", "-"])).stderr).toContain("view reads files, and no pipe");
});
