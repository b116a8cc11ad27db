/** Modules whose code runs where nobody expects any: the answer is theirs, in one line. A worker each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { MODULES } from "../../testing/hostile.js";
import { inProcess } from "../../testing/in-process.js";
import { installInto } from "../../testing/installed.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

afterEach(() => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
});

test.each(Object.entries(MODULES))("a module that %s", async (_, { text, says }) => {
  const directory = temporaryDirectory();
  installInto(directory);
  writeFileSync(join(directory, "mine.mjs"), text);
  const before = everythingBelow(directory);
  const args = ["check", join(directory, "mine.mjs"), "--frames", "4", "--max-command-seconds", "0.3"];
  const { code, stdout, stderr } = await inProcess([...args, "--quiet"]);
  expect(stderr).toMatch(/^allocheck: [^\n]+\n$/);
  expect(stderr.slice("allocheck: ".length, -1)).toMatch(says);
  expect(stderr).not.toMatch(/internal:|\/dist\//);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(everythingBelow(directory)).toEqual(before);
});
