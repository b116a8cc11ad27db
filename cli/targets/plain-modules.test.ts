import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../testing/temporary.js";
import { plainModules } from "./plain-modules.js";

const isOurs = (url: string) => url.includes("/ours/");

/** Writes files into a directory and asks for `main.mjs`; what is found is told by its path from there. */
function foundIn(files: Readonly<Record<string, string>>): readonly string[] | null {
  const directory = realpathSync(temporaryDirectory());
  for (const folder of ["ours", "node_modules/pure", "node_modules/other"])
    mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, "node_modules/pure/package.json"), '{ "main": "index.mjs" }');
  writeFileSync(join(directory, "node_modules/pure/index.mjs"), "export default 1;");
  writeFileSync(join(directory, "node_modules/other/index.js"), "module.exports = 1;");
  writeFileSync(join(directory, "ours/index.js"), "require('anything');");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return plainModules(join(directory, "main.mjs"), isOurs)?.map((f) => f.slice(directory.length + 1)) ?? null;
}

test("what is named in plain sight is found, each once, and nothing of this package", () => {
  const files = {
    "main.mjs": `import { a } from "./a.mjs"; import "node:fs"; import fs from 'fs'; export * from "./ours/index.js";`,
    "a.mjs": `import b from"./b.mjs"; import "./main.mjs"; import pure from "pure"; export const a = b;`,
    "b.mjs": "export default 1;",
  };
  expect(foundIn(files)).toEqual(["main.mjs", "a.mjs", "node_modules/pure/index.mjs", "b.mjs"]);
});

test.each([
  ['import a from "./a.ts";'],
  ['import a from "./a.js";'],
  ['import a from "./missing.mjs";'],
  ['import a from "other";'],
  ['import a from "./a.mjs?again";'],
  ['const a = await import("./a.mjs");'],
  ["const a = import.meta.url;"],
  ['import { createRequire } from "node:module";'],
  ['import a from/* why */"./a.ts";'],
  ['import "./deep.mjs";'],
])("what Node might not load by itself is left: %s", (text) => {
  const files = { "main.mjs": text, "a.ts": "", "a.js": "", "a.mjs": "", "deep.mjs": 'import "./a.ts";' };
  expect(foundIn(files)).toBeNull();
});

test("a link is followed to where the file is", () => {
  const directory = realpathSync(temporaryDirectory());
  mkdirSync(join(directory, "real"));
  writeFileSync(join(directory, "real/a.mjs"), 'import "./b.mjs";');
  writeFileSync(join(directory, "real/b.mjs"), "");
  symlinkSync(join(directory, "real/a.mjs"), join(directory, "a.mjs"));
  writeFileSync(join(directory, "main.mjs"), 'import "./a.mjs";');
  const found = plainModules(join(directory, "main.mjs"), isOurs);
  expect(found).toEqual(["main.mjs", "real/a.mjs", "real/b.mjs"].map((name) => join(directory, name)));
});
