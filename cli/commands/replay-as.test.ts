import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HAS_CC } from "../../testing/compilers.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { run } from "../compile/tool.js";

/** A release of a page that a slice covers, which begins before it: what pmm.c of `init --lang c` forgets. */
const FOUND = {
  format: "allocheck-counterexample",
  version: 1,
  allocator: "shim",
  module: "./shim.c",
  contract: "strict",
  scope: { frames: 4, owners: 2, slices: 2, modules: ["core"], initial: "free" },
  steps: [
    { command: { kind: "reserve", range: { start: 0, count: 2 }, owner: 1 }, answer: { kind: "accepted" } },
    { command: { kind: "borrow", range: { start: 0, count: 2 } }, answer: { kind: "accepted" } },
    { command: { kind: "release", range: { start: 1, count: 1 }, owner: 1 }, answer: { kind: "accepted" } },
  ],
  rule: "release/live-slice",
  expected: "refused: live-slice",
  found: "accepted",
};

/** A directory with what `init --lang c` writes and a counterexample beside it. */
function kernel(found: object = FOUND): string {
  const directory = temporaryDirectory();
  for (const name of readdirSync(`${ROOT}templates/c`).filter((name) => /\.[ch]$/.test(name)))
    copyFileSync(`${ROOT}templates/c/${name}`, join(directory, name));
  writeFileSync(join(directory, "bug.json"), JSON.stringify(found));
  return directory;
}

/** Writes the program and builds it by the command that it names itself, but for the sanitizers. */
async function built(directory: string) {
  const { code, stdout, stderr } = await inProcess(["replay", join(directory, "bug.json"), "--as", "c"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  writeFileSync(join(directory, "bug.c"), stdout);
  const line = /^ \* {5}cc (.*) && /m.exec(stdout)?.[1] ?? "";
  const args = line.replace(/-fsanitize=\S+ -fno-sanitize\S+/, "-Wall -Wextra -Werror");
  const placed = args.replace("THIS.c", join(directory, "bug.c")).replace("-o this", `-o ${directory}/bug`);
  const compiled = await run("cc", placed.split(" "));
  expect(compiled).toEqual({ ok: true, stdout: "", stderr: "" });
  return run(join(directory, "bug"), []);
}

describe.runIf(HAS_CC)("a counterexample as a C program (where there is cc)", () => {
  test("fails natively while the rule is broken, and passes when it is kept", async () => {
    const directory = kernel();
    const broken = await built(directory);
    expect(broken.ok).toBe(false);
    expect(broken.stdout).toBe(`\
 1  reserve(0..1, owner 1)       -> 0
 2  borrow(0..1)                 -> 0
 3  release(1, owner 1)          -> 0
    accepted
release/live-slice is broken; expected: refused: live-slice
`);
    const file = join(directory, "pmm.c");
    const mended = readFileSync(file, "utf8").replace(
      "slice[s].start >= start && slice[s].start < start + count",
      "slice[s].start < start + count && start < slice[s].start + slice[s].count",
    );
    writeFileSync(file, mended);
    const kept = await built(directory);
    expect(kept).toMatchObject({ ok: true, stderr: "" });
    expect(kept.stdout).toContain("-> -1\nrelease/live-slice is kept\n");
  });

  test("takes each answer that is not negative for accepted, as a check does", async () => {
    const directory = kernel();
    const file = join(directory, "shim.c");
    const counts = readFileSync(file, "utf8").replace(
      /return (pmm_re\w+\([^;]*\));/g,
      "return $1 < 0 ? -1 : 7;",
    );
    expect(counts).toContain("-1 : 7");
    writeFileSync(file, counts);
    expect((await built(directory)).stdout).toContain("release/live-slice is broken");
  });

  test("takes a machine that halts for one that refuses", async () => {
    const steps = [FOUND.steps[0], { ...FOUND.steps[2], answer: { kind: "refused" } }];
    const legal = { rule: "release/legal", expected: "accepted", found: "refused" };
    const directory = kernel({ ...FOUND, ...legal, steps });
    const file = join(directory, "shim.c");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("return pmm_release(", "ac_halt(); return pmm_release("),
    );
    expect((await built(directory)).stdout).toContain("-> -1\n    refused\nrelease/legal is broken");
  });

  test("takes the rest of the pool first that it was found in a window of", async () => {
    const steps = FOUND.steps.map(({ command, answer }) => {
      const range = { ...command.range, start: command.range.start + 5 };
      return { command: { ...command, range }, answer };
    });
    const scope = { ...FOUND.scope, pool: 12, windowAt: 5 };
    const alloc = { command: { kind: "alloc" }, answer: { kind: "accepted", frame: 7 } };
    const directory = kernel({ ...FOUND, scope, steps: [...steps.slice(0, 1), alloc, ...steps.slice(1)] });
    const { ok, stdout } = await built(directory);
    expect(ok).toBe(false);
    expect(stdout).toContain("release/live-slice is broken");
  });

  test("comes to nothing where an earlier step is answered otherwise", async () => {
    const directory = kernel();
    const file = join(directory, "pmm.c");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("return -1;\n  slice[", "return -1;\n  return -1;\n  slice["),
    );
    const { ok, stdout } = await built(directory);
    expect(ok).toBe(false);
    expect(stdout).toContain("it was 0: this trace comes to nothing here\n");
  });

  test("looks for what no answer shows: a frame that was written to though a client holds it", async () => {
    const [reserve] = FOUND.steps;
    const free = { command: { kind: "free", frame: 2 }, answer: { kind: "accepted" } };
    const alloc = { command: { kind: "alloc" }, answer: { kind: "accepted", frame: 2 } };
    const last = { kind: "threw", message: "it saw" };
    const steps = [reserve, alloc, { ...free, answer: last }];
    const directory = kernel({ ...FOUND, rule: "threw", steps });
    const file = join(directory, "pmm.c");
    expect((await built(directory)).stdout).toContain("threw is kept\n");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(
        "give(page);\n  return 0;",
        "give(page);\n  *memory = 1;\n  return 0;",
      ),
    );
    const { ok, stdout } = await built(directory);
    expect(ok).toBe(false);
    expect(stdout).toContain("byte 0 of frame 0, which a client holds, was overwritten\n");
  });
});

test("texts of others end no comment and no string of it", async () => {
  const directory = kernel({ ...FOUND, expected: 'a */ "b" \\ ??/', found: "/* c" });
  const { stdout } = await inProcess(["replay", join(directory, "bug.json"), "--as", "c"]);
  expect(stdout).toContain(' *   expected  a * / "b" \\ ??/\n *   found     / * c\n');
  expect(stdout).toContain('"a */ \\"b\\" \\\\ ?\\?/"');
});

test.each([
  [["--as", "rust"], "--as takes c, not rust; write --as c"],
  [["--as", "c", "--json"], "--as runs nothing, so --json says nothing; leave --json out"],
])("%j is refused", async (args, says) => {
  const { code, stderr } = await inProcess(["replay", `${ROOT}counterexamples`, ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `allocheck: ${says}\n` });
});

test("only one counterexample is written at a time", async () => {
  const { code, stderr } = await inProcess(["replay", `${ROOT}counterexamples`, "--as", "c"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "allocheck: --as writes one counterexample; name one file\n",
  });
});
