/** docs/several-cpus.md, followed word for word in an empty folder that has the package. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, compare, edit, write } from "./followed.js";
import { ROOT } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

const blocks = blocksOf("several-cpus.md");

test("the page leads to a race that is found, and is mended", { timeout: 120_000 }, () => {
  expect(blocks.map(({ language }) => language)).toEqual(
    "ts console console console diff console console".split(" "),
  );
  const directory = temporaryDirectory();
  const modules = join(directory, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync(ROOT, join(modules, "allocheck"));
  symlinkSync(join(ROOT, "dist/cli/main.js"), join(modules, ".bin", "allocheck"));
  for (const { language, title, text } of blocks) {
    if (language === "ts") write(directory, title, text);
    else if (language === "diff") edit(directory, title, text);
    else compare(directory, text);
  }
});
