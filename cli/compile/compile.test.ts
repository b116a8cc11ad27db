import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import type { Misuse } from "../../model/basics/misuse.js";
import { fromWasm } from "../../model/wasm/from-wasm.js";
import { METHODS } from "../../model/words/commands.js";
import { reasons } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { exportsOf, HAS_CLANG, importsOf } from "../../testing/compilers.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { settingsIn } from "./build-settings.js";
import { compile } from "./compile.js";
import { complaint } from "./complaint.js";
import { fromSource } from "./from-source.js";
import { COMPILE_FLAGS, LINK_FLAGS, OWN_BUILD } from "./languages.js";
import { dependencies } from "./make-rule.js";
import { TEMPLATES } from "./request.js";
import { run } from "./tool.js";

/** A shim with one frame, and with what is put in. */
const shim = (more: string, first = "") => `${first}
#include "allocheck.h"
int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  return (void)base, (void)frames, (void)owners, (void)slices, AC_OK;
}
${more}
`;

/** Each frame that is freed comes to something else that is undefined. */
const UNDEFINED = `
struct page { uint32_t next, state; } *volatile last;
static volatile uint32_t table[4], none, far = 7;
int32_t ac_free(ac_place frame) {
  if (frame == 0) return last->state;
  if (frame == 1) return table[far];
  if (frame == 2) return 1u << (int64_t)(none - 5ll);
  if (frame == 3) return 1 / none;
  __builtin_unreachable();
}`;

/** Writes files into a directory of their own and returns how the shim among them is called from here. */
function written(files: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return relative(".", join(directory, "shim.c"));
}

async function misuseOf(files: Readonly<Record<string, string>>): Promise<Misuse> {
  return (await compile(written(files)).catch((error: unknown) => error)) as Misuse;
}

describe("the first comment", () => {
  test("says what is compiled with the shim, by paths from where the shim lies", () => {
    const text = `
// The physical memory manager.
// allocheck: sources ../kernel/pmm.c ../kernel/list.c, include ../kernel/include, define N=8 SMALL
// allocheck: flags -fno-strict-aliasing
int x; // allocheck: sources no.c
`;
    expect(settingsIn(text, "check/shim.c")).toEqual({
      sources: ["kernel/pmm.c", "kernel/list.c"],
      include: ["kernel/include"],
      define: ["N=8", "SMALL"],
      flags: ["-fno-strict-aliasing"],
    });
    const spaced = settingsIn('// allocheck: sources "my os/pmm.c" b.c,define N="a b"', "shim.c");
    expect(spaced).toMatchObject({ sources: ["my os/pmm.c", "b.c"], define: ['N="a b"'] });
    const block = settingsIn("/* allocheck: sources a.c */ /* allocheck: sources b.c */", "shim.c");
    expect(block.sources).toEqual(["a.c"]);
    expect(settingsIn("int x;\n// allocheck: sources a.c", "shim.c").sources).toEqual([]);
  });

  test("is refused where a word is not known, with the line and what was meant", () => {
    expect(() => settingsIn("// one\n// allocheck: source a.c", "s.c")).toThrow(
      expect.objectContaining({
        what: "s.c:2: source is none of sources, include, define, flags",
        remedy: "did you mean sources?",
      }),
    );
    expect(() => settingsIn("// allocheck: define", "s.c")).toThrow("s.c:1: define names nothing");
  });
});

test("a rule for make names files, with spaces in them too, and none of ours", () => {
  const rule = `out.o: a.c b\\ c.h \\\n  ../d.h ${TEMPLATES}c/allocheck.h\n\na.c:\n`;
  expect(dependencies(rule)).toEqual(["a.c", "b c.h", "../d.h"]);
});

test("the line of a complaint is the first error, and all that was said stands beside it", () => {
  const lines = (said: string) => complaint("s.c", said).what;
  expect(lines("a.c:1:2: warning: w\na.c:3:4: fatal error: 'x.h' file not found\n")).toBe(
    "s.c does not compile: a.c:3:4: fatal error: 'x.h' file not found",
  );
  expect(lines("error[E0425]: cannot find value\n --> a.rs:3:4\n  |\n")).toBe(
    "s.c does not compile: a.rs:3:4: cannot find value",
  );
  expect(lines("wasm-ld: error: pmm.o: undefined symbol: f\n")).toBe(
    "s.c does not compile: wasm-ld: error: pmm.o: undefined symbol: f",
  );
  expect(complaint("s.c", "one\ntwo\n").said).toBe("one\ntwo");
});

describe("the codes", () => {
  const expected = Object.entries(reasons)
    .filter(([, code]) => code >= reasons.MISALIGNED)
    .map(([name, code]) => `${name.toLowerCase()} ${code}`);
  test.each([
    ["c/allocheck.h", /\bAC_(\w+) = (-\d+)/g],
    ["rust/allocheck.rs", /const (\w+): i32 = (-\d+);/g],
    ["zig/allocheck.zig", /const (\w+): i32 = (-\d+);/g],
  ])("of %s are those of the socket", (file, code) => {
    const found = [...readFileSync(TEMPLATES + file, "utf8").matchAll(code)];
    expect(found.map(([, name = "", number]) => `${name.toLowerCase()} ${number}`)).toEqual(expected);
  });

  test("and the header has commands of no other name than the dictionary", () => {
    const header = readFileSync(`${TEMPLATES}c/allocheck.h`, "utf8");
    const commands = /The commands[\s\S]*?Questions/.exec(header)?.[0] ?? "";
    const names = [...commands.matchAll(/AC_EXPORT\(ac_(\w+)\)/g)].map(([, name = ""]) =>
      name.replaceAll("_", "-"),
    );
    expect(new Set(names).size).toBe(16);
    expect(Object.keys(METHODS)).toEqual(expect.arrayContaining(names));
  });
});

test.each([
  ["c", "clang and wasm-ld are not on the PATH", "npm install @yowasp/clang"],
  ["rs", "rustc is not on the PATH", "https://rustup.rs"],
  ["zig", "zig is not on the PATH", "https://ziglang.org/download"],
])("without a compiler of .%s one line says what to install", async (ending, lacks, remedy) => {
  const file = written({ "shim.c": "" }).replace(/c$/, ending);
  writeFileSync(file, "// a shim");
  const kept = { ...process.env };
  process.env["PATH"] = "";
  for (const name of ["ALLOCHECK_CLANG", "ALLOCHECK_RUSTC", "ALLOCHECK_ZIG"]) delete process.env[name];
  try {
    const failed = await compile(file).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "no-compiler", remedy: expect.stringContaining(remedy) });
    expect(failed).toHaveProperty("what", `${file} cannot be compiled: ${lacks}`);
  } finally {
    Object.assign(process.env, kept);
  }
});

test("a source that is not there is named, and so is the shim that names it", async () => {
  const { what } = await misuseOf({ "shim.c": shim("", "// allocheck: sources pmm.c") });
  expect(what).toMatch(/^there is no file .*pmm\.c, a source of .*shim\.c$/);
});

describe.runIf(HAS_CLANG)("clang (where it is)", () => {
  test("exports what the shim defines, from sources that know nothing of it", async () => {
    const used: string[] = [];
    const file = written({
      "check/shim.c": shim(
        '#include "pmm.h"\nac_frame ac_alloc(void) { return pmm_alloc(); }\n' +
          "int32_t ac_free(ac_place frame) { return pmm_free(frame); }",
        "// allocheck: sources ../kernel/pmm.c, include ../kernel, define FRAMES=8",
      ),
      "kernel/pmm.h": "int pmm_alloc(void);\nint pmm_free(unsigned frame);\n",
      "kernel/pmm.c": `#include "pmm.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char used[FRAMES];
int pmm_alloc(void) { memset(used, 1, sizeof used); printf("%d", 1); return 0; }
int pmm_free(unsigned frame) { assert(frame < FRAMES); if (used[frame]) abort(); return 0; }
`,
    }).replace(/shim\.c$/, "check/shim.c");
    const wasm = await compile(file, {}, (source) => used.push(source.replace(/.*\/(?=check|kernel)/, "")));
    expect(exportsOf(wasm).filter((name) => name.startsWith("ac_"))).toEqual(
      expect.arrayContaining(["ac_init", "ac_alloc", "ac_free"]),
    );
    expect(exportsOf(wasm)).toEqual(
      expect.arrayContaining(["memory", "__stack_pointer", "__global_base", "__data_end", "__heap_base"]),
    );
    expect(exportsOf(wasm)).not.toContain("ac_reserve");
    expect([...new Set(used)].sort()).toEqual(["check/shim.c", "kernel/pmm.c", "kernel/pmm.h"]);
    expect(importsOf(wasm)).toEqual(["allocheck.fail", "allocheck.undefined"]);
  });

  test.each([
    ["a wrong signature", "int32_t ac_free(void) { return 0; }", /conflicting types for 'ac_free'/, /mend/],
    [
      "an undeclared name",
      "ac_frame ac_alloc(void) { return pmm(); }",
      /pmm.*implicit|undeclared.*pmm/,
      /mend/,
    ],
    [
      "a missing function",
      "int pmm(void); ac_frame ac_alloc(void) { return pmm(); }",
      /shim\.o.*: pmm$/,
      /sources/,
    ],
  ])("complains of %s in its own words, on the person's line", async (_, more, says, remedy) => {
    const misuse = await misuseOf({ "shim.c": shim(more) });
    expect(misuse).toMatchObject({ code: "does-not-compile", remedy: expect.stringMatching(remedy) });
    expect(misuse.what).toMatch(says);
    expect(misuse.said).toContain(misuse.what.replace(/^.* does not compile: /, ""));
  });

  test("a name that the header does not have is found, though no compiler minds it", async () => {
    const misuse = await misuseOf({ "shim.c": shim("int32_t ac_relase(ac_place f) { return (int)f; }") });
    expect(misuse.what).toMatch(/shim\.c defines ac_relase, which allocheck\.h does not have$/);
    expect(misuse.remedy).toBe("did you mean ac_release?");
    const bare = await misuseOf({ "shim.c": "int ac_alloc(void) { return 0; }" });
    expect(bare.what).toMatch(/defines ac_alloc as no header that it includes declares it$/);
  });

  test("a module is no source, and the door for sources says whose it is", async () => {
    const remedy = expect.stringContaining("give fromWasm the bytes of a module");
    await expect(fromSource("./pmm.wasm")).rejects.toMatchObject({ code: "bad-build", remedy });
  });

  test("says what is undefined in C and where, though there is more in one function", async () => {
    const bytes = await compile(written({ "shim.c": shim(UNDEFINED) }));
    const whole = fromWasm({ name: "undefined", bytes }).make(scopeOf({ frames: 4 }));
    const comesTo = (frame: number) => expect(() => whole.free!(frame));
    comesTo(0).toThrow(/^a null pointer to 'struct page' is used at .*shim.c:10$/);
    comesTo(1).toThrow(/^index 7 is outside of 'volatile uint32_t\[4\]' at .*shim.c:11$/);
    comesTo(2).toThrow(/^a shift of 'unsigned int' by -5 at .*shim.c:12$/);
    comesTo(3).toThrow(/^a division by zero at .*shim.c:13$/);
    comesTo(4).toThrow(/^what was taken for unreachable is reached at .*shim.c:14$/);
  });

  test("a memory that grows after other commands is a finding", async () => {
    const grows = "static int n; if (n == 2) __builtin_wasm_memory_grow(0, 1); return n++;";
    const bytes = await compile(written({ "shim.c": shim(`ac_frame ac_alloc(void) { ${grows} }`) }));
    const definition = fromWasm({ name: "grows", bytes });
    const { counterexamples } = runTo({ definition, scope: scopeOf({ frames: 4 }), keep: "rules" });
    expect(counterexamples[0]).toMatchObject({ rule: "resized" });
  });

  test("takes places for addresses where the shim says so", async () => {
    const addresses = shim("ac_frame ac_alloc(void) { return 0; }", "#define ALLOCHECK_ADDRESSES");
    const wasm = await compile(written({ "shim.c": addresses }));
    expect(exportsOf(wasm)).toContain("ac_addresses");
  });

  test("makes the same of the flags that are printed for a build of one's own", async () => {
    const file = written({ "shim.c": shim("ac_frame ac_alloc(void) { return AC_EXHAUSTED; }") });
    const own = `${file}.wasm`;
    const built = await run("clang", [...OWN_BUILD.c, `-I${TEMPLATES}c`, file, "-o", own]);
    expect(built).toEqual({ ok: true, stdout: "", stderr: "" });
    expect(exportsOf(readFileSync(own))).toEqual(exportsOf(await compile(file)));
  });
});

test("the stack lies first for every language, or one that overflows would write over data", () => {
  expect(LINK_FLAGS.join(" ")).toContain("--stack-first");
  expect(COMPILE_FLAGS.rust.join(" ")).toContain("--stack-first");
  expect(COMPILE_FLAGS.zig.join(" ")).toContain("--stack 16384"); // where it is first by itself
});
