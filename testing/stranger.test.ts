/**
 * A header of somebody else, `stranger/pagepool.h`, through a shim of fifteen lines: red, the same natively,
 * mended, green. Its path has a space in it, and its codes are errno values.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allocheck } from "./cli.js";
import { HAS_CC, HAS_CLANG } from "./compilers.js";
import { ROOT } from "./read.js";

const HERE = join(ROOT, "testing", "stranger");
/** Where a run lies between two free ones, the length of the one below is lost. */
const BUG = "run->pages = pages + above->pages;";
const MENDED = "run->pages += above->pages;";
const TRUSTED = ["check", "shim.c", "--contract", "trusted"];

test("the shim has at most fifteen lines", () => {
  const lines = readFileSync(join(HERE, "shim.c"), "utf8").trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(15);
});

describe.runIf(HAS_CLANG && HAS_CC)("the header of a stranger (where clang and cc are)", () => {
  const home = mkdtempSync(join(tmpdir(), "allocheck-stranger-"));
  const cwd = join(home, "my kernel");
  const native = () => {
    const flags = ["-g", "-Wall", "-Wextra", "-Werror", `-I${ROOT}templates/c`];
    const built = spawnSync("cc", [...flags, "bug.c", "shim.c", "-o", "bug"], { cwd, encoding: "utf8" });
    expect(built.stderr).toBe("");
    const { status, stdout } = spawnSync("./bug", [], { cwd, encoding: "utf8" });
    return { status, last: stdout.trimEnd().split("\n").at(-1) };
  };

  beforeAll(() => cpSync(HERE, cwd, { recursive: true }));
  afterAll(() => rmSync(home, { recursive: true }));

  test("is red, with the line of its own function, and fails natively", () => {
    const { code, stdout } = allocheck([...TRUSTED, "--save", "found", "--reporter", "github"], { cwd });
    expect(code).toBe(1);
    const header = readFileSync(join(HERE, "pagepool.h"), "utf8").split("\n");
    const line = header.findIndex((each) => /^PAGEPOOL_DEF int pagepool_put.*\{$/.test(each)) + 1;
    expect(stdout).toContain(
      `::error file=pagepool.h,line=${line},title=shim breaks conservation after free`,
    );
    const [file = ""] = readdirSync(join(cwd, "found"));
    const told = allocheck(["replay", join("found", file), "--as", "c"], { cwd });
    writeFileSync(join(cwd, "bug.c"), told.stdout);
    expect(native()).toEqual({ status: 1, last: "conservation is broken; expected: 4 frames free" });
  });

  test("is green when it is mended, and natively too", () => {
    const header = join(cwd, "pagepool.h");
    writeFileSync(header, readFileSync(header, "utf8").replace(BUG, MENDED));
    expect(allocheck([...TRUSTED, "--no-windows", "--quiet"], { cwd })).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(native()).toEqual({ status: 0, last: "conservation is kept" });
  });

  test("is told what an errno is, where the shim does not say so", () => {
    const shim = join(cwd, "shim.c");
    const text = readFileSync(shim, "utf8");
    writeFileSync(shim, text.replace("#define ALLOCHECK_ERRNO\n", ""));
    const { stdout } = allocheck(["check", "shim.c", "--first"], { cwd });
    expect(stdout).toContain(
      "if -22 is an errno, and no code of allocheck.h: #define ALLOCHECK_ERRNO before it",
    );
    writeFileSync(shim, text);
  });

  test("is not blamed for a pool that it does not take", () => {
    const header = join(cwd, "pagepool.h");
    const text = readFileSync(header, "utf8");
    writeFileSync(header, text.replace("if (pages == 0 ||", "if (pages == 0 || pages > 3 ||"));
    const { code, stderr } = allocheck([...TRUSTED, "--quiet"], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "allocheck: shim does not begin with 4 frames, 2 owners and 3 slices: ac_init answers -22; " +
        "name a smaller scope, such as --frames 2; or let ac_init answer 0\n",
    });
    const grown = allocheck([...TRUSTED, "--grow", "--quiet"], { cwd }).stdout;
    expect(grown).toContain("end: shim does not begin with 4 frames");
    writeFileSync(header, text);
  });
});
