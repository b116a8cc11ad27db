/** docs/real-code.md, followed word for word, as far as the machine has the compilers. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { onPath } from "../cli/compile/tool.js";
import { HAS_CC, HAS_CLANG } from "./compilers.js";
import { blocksOf, compare, edit, succeed } from "./followed.js";
import { installInto } from "./installed.js";
import { ROOT } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

const blocks = blocksOf("real-code.md").filter(({ title }) => title !== "");

/** A rustc that has the target: that of the distribution may where the one of rustup has not. */
const rustc = [onPath("rustc"), "/usr/bin/rustc"].find((program) => {
  if (program === undefined || !existsSync(program)) return false;
  const asked = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
  return existsSync(spawnSync(program, asked, { encoding: "utf8" }).stdout.trim());
});

/** Does what the blocks of one language say; what needs a native compiler only where one is. */
function follow(language: string, env: Readonly<Record<string, string>> = {}): void {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "package.json"), "{}");
  installInto(directory);
  // As npx would find it, without waiting for npx.
  const given = { ...env, PATH: `${directory}/node_modules/.bin:${process.env["PATH"]}` };
  for (const { language: kind, title, text: printed } of blocks) {
    const text = printed.replace(/^(\$ )?npx allocheck/gm, "$1allocheck");
    const [of, what = ""] = title.split(" ");
    if (of !== language || (what === "native" && !HAS_CC)) continue;
    if (kind === "console") compare(directory, text, given);
    else if (kind === "diff") edit(directory, what, text);
    else if (kind === "sh") succeed(directory, `set -e\n${text.replace(/^npm .*$/gm, "")}`, given);
    else expect(readFileSync(join(directory, what), "utf8")).toBe(text);
  }
}

test("every block with a title is one that is followed", () => {
  expect(blocks.map(({ language, title }) => `${language} ${title.split(" ")[0]}`)).toEqual([
    ...["sh c", "c c", "console c", "sh c", "console c", "diff c", "console c", "console c"],
    ...["diff c", "console c", "console c"],
    ...["sh rust", "console rust", "diff rust", "console rust"],
    ...["sh zig", "console zig", "diff zig", "console zig"],
  ]);
});

describe("the page leads from an empty folder to red, to a native program, and to green", () => {
  test.runIf(HAS_CLANG)("in C (skipped without clang and wasm-ld)", () => follow("c"));

  test.runIf(rustc !== undefined)("in Rust (skipped where rustc has no wasm32)", () =>
    follow("rust", { ALLOCHECK_RUSTC: rustc ?? "" }),
  );

  test.runIf(onPath("zig") !== undefined || process.env["ALLOCHECK_ZIG"] !== undefined)(
    "in Zig (skipped without zig)",
    () => follow("zig"),
  );
});

test("the header and the shim in the package are those of the page", () => {
  const shim = blocks.find(({ title }) => title === "c shim.c")?.text;
  expect(shim).toBe(readFileSync(`${ROOT}templates/c/shim.c`, "utf8"));
  expect(shim?.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
});
