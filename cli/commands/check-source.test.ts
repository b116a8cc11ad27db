import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { HAS_CLANG } from "../../testing/compilers.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

/** A directory with what `init --lang c` writes of the allocator. */
function kernel(): string {
  const directory = temporaryDirectory();
  for (const name of ["allocheck.h", "pmm.h", "pmm.c", "shim.c", "allocheck.config.mjs"])
    copyFileSync(`${ROOT}templates/c/${name}`, join(directory, name));
  return directory;
}

function change(directory: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(directory, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(directory, file), text.replace(from, to));
}

describe.runIf(HAS_CLANG)("a source in C (where there is clang)", () => {
  test("is checked as it is: by its name, by the config, and by a replay of what was found", async () => {
    const cwd = kernel();
    const { code, stdout, stderr } = await served(["check", "--quiet", "--save", "found"], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain("3  release(1, owner 1)     -> accepted\n");
    const again = await served(["replay", "found/shim.release-live-slice.json"], { cwd });
    expect(again.stdout).toContain("found/shim.release-live-slice.json  on shim from shim.c\n  still breaks");
    // Named in the config instead of the comment, and from elsewhere.
    change(cwd, "shim.c", "// allocheck: sources pmm.c", "//");
    change(cwd, "allocheck.config.mjs", '"./shim.c",', '"./shim.c", sources: ["pmm.c"],');
    const args = ["check", "--config", join(cwd, "allocheck.config.mjs"), "--quiet", "--json"];
    const configured = await inProcess(args);
    expect(configured.code).toBe(1);
    expect(JSON.parse(configured.stdout)).toMatchObject({ runs: [{ verdict: "broken" }] });
  });

  test("that does not compile is a misuse in the words of the compiler, and takes nothing from others", async () => {
    const cwd = kernel();
    change(cwd, "pmm.c", "give(page);\n  return 0;", "gife(page);\n  return 0;");
    const alone = await served(["check", "./shim.c"], { cwd });
    expect(alone).toMatchObject({ code: 2, stdout: "" });
    expect(alone.stderr).toMatch(/^pmm\.c:\d+:\d+: error: .*gife/m);
    expect(alone.stderr).toMatch(
      /^allocheck: \.\/shim\.c does not compile: pmm\.c:\d+:\d+: error: .*; mend what/m,
    );
    expect(alone.stderr).not.toMatch(/^ {4}at /m);
    const beside = await served(["check", "./shim.c", "bitmap", "--frames", "2", "--quiet"], { cwd });
    expect(beside.code).toBe(2);
    expect(beside.stdout).toContain("holds");
    expect(everythingBelow(cwd)).not.toContain("shim.o");
  });
});
