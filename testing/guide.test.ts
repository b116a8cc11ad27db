/** docs/your-allocator.md, followed word for word in an empty folder, from the package as published. */
import { expect, test } from "vitest";
import { blocksOf, compare, edit, succeed, write } from "./followed.js";
import { packed } from "./packed.js";
import { readJson } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

const blocks = blocksOf("your-allocator.md");

/** A package in the version that is installed here: what was released today is not to break the guide. */
function asHere(name: string): string {
  const { version } = readJson(`node_modules/${name}/package.json`) as { readonly version: string };
  return `${name}@${version}`;
}

test("the guide leads from an empty folder to red, to green, to CI", { timeout: 300_000 }, () => {
  expect(blocks.map(({ language }) => language)).toEqual(
    "sh ts ts console console diff console ts sh ts sh yaml ts ts ts ts ts ts ts ts ts ts ts console".split(
      " ",
    ),
  );
  const directory = temporaryDirectory();
  const tarball = packed(directory);
  for (const { language, title: file, text } of blocks) {
    const published = text
      .replace("npm install --save-dev allocheck ", `npm install --save-dev ${tarball} `)
      .replace("vitest@4", ["vitest", "vite"].map(asHere).join(" "));
    if (language === "console") compare(directory, text);
    else if (language === "diff") edit(directory, file, text);
    else if (language === "sh") succeed(directory, `set -e\n${published}`);
    else write(directory, file, text);
    if (language === "yaml")
      for (const [, command] of text.matchAll(/- run: (.*)$/gm)) succeed(directory, command ?? "");
  }
});
