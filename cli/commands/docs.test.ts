import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

test("the page of allocators has every one that is not faulty, and nothing broken but one original", () => {
  const page = readFileSync(join(ROOT, "docs/allocators.md"), "utf8");
  // 32-bit ARM gives back edge frames that others lie in: the page is there to show it.
  const broken = page.split(/^## /m).filter((section) => section.includes(" it broken:"));
  expect(broken.map((section) => section.split("\n", 1)[0])).toEqual(["boot-linux-arm"]);
  for (const { name, class: kind } of ALLOCATORS)
    expect(page.includes(`## ${name}\n`)).toBe(kind !== "faulty");
});

test("the commands the page names are commands: every name is one to check", () => {
  const page = readFileSync(join(ROOT, "docs/allocators.md"), "utf8");
  const named = [...page.matchAll(/^ {4}npx allocheck check (\S+)/gm)].map(([, name]) => name);
  const known = ALLOCATORS.filter((definition) => definition.class !== "faulty").map(({ name }) => name);
  expect(new Set(named)).toEqual(new Set(known));
});

test("a stale or missing page fails a check with the difference, and is left as it is", async () => {
  const file = join(temporaryDirectory(), "conformance.md");
  const missing = await inProcess(["docs", "conformance", "--check", "--out", file]);
  expect(missing).toMatchObject({ code: 1, stdout: `${file} is missing\n` });
  const page = readFileSync(join(ROOT, "docs/conformance.md"), "utf8");
  const stale = page.replace("## Originals as", "## Copies as");
  writeFileSync(file, stale);
  const { code, stdout, stderr } = await inProcess(["docs", "conformance", "--check", "--out", file]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    new RegExp(`^${file} is stale\n@ line \\d+\n[^]*\n- ## Copies as[^]*\n\\+ ## Originals as`),
  );
  expect(stderr).toBe(`allocheck: write anew with: allocheck docs conformance --out ${file}\n`);
  expect(readFileSync(file, "utf8")).toBe(stale);
});

test("the matrix as JSON says of every rule what every allocator makes of it, with traces", async () => {
  const { code, stdout } = await inProcess(["docs", "conformance", "--json"]);
  expect(code).toBe(0);
  const { allocators, rules, provenance } = JSON.parse(stdout) as Matrix;
  const names = ALLOCATORS.filter((definition) => definition.class !== "faulty").map(({ name }) => name);
  expect(allocators.map(({ name }) => name)).toEqual(names);
  for (const row of [...rules, ...provenance]) expect(Object.keys(row)).toEqual(["rule", ...names]);
  const cell = (rule: string, name: string) => rules.find((row) => row["rule"] === rule)?.[name];
  expect(cell("free/reserved", "bitmap")).toEqual({ cell: "enforced" });
  expect(cell("free/reserved", "bitmap-as-is")).toMatchObject({ cell: "violated", length: 2 });
  expect(cell("free/reserved", "buddy")).toEqual({ cell: "not-offered" });
  expect(cell("free/interior", "bitmap-as-is")).toEqual({ cell: "not-exercised" });
  expect(cell("reserve/empty", "bitmap")).toEqual({ cell: "not-offered" });
  expect(cell("alloc-block/legal", "bump")).toMatchObject({ cell: "violated", length: 3 });
  const above = (id: string) => provenance.find((row) => row["rule"] === id);
  expect(above("R10")).toMatchObject({ bootmem: { cell: "violated" }, bump: { cell: "not-offered" } });
  expect(above("R1")).toMatchObject({ lender: { cell: "enforced" }, late: { cell: "violated", length: 3 } });
  expect(above("R9")).toMatchObject({ edges: { cell: "enforced" }, bitmap: { cell: "not-offered" } });
  expect(above("R15")).toMatchObject({
    quarantine: { cell: "enforced" },
    capabilities: { cell: "not-offered" },
  });
  expect(cell("alloc-raw/clean-frame", "quarantine")).toEqual({ cell: "enforced" });
  expect(cell("alloc/clean-frame", "bitmap")).toEqual({ cell: "not-offered" });
  expect(rules.some((row) => String(row["rule"]).startsWith("trim/"))).toBe(false); // memblock's own
});

interface Matrix {
  readonly allocators: readonly { readonly name: string }[];
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  readonly provenance: readonly Readonly<Record<string, unknown>>[];
}

test.each([
  {
    args: ["poetry"],
    said: "there is no page of poetry; use allocators, rules, conformance, boot, memblock",
  },
  { args: ["ruels"], said: "there is no page of ruels; did you mean rules?" },
  {
    args: ["constructor"],
    said: "there is no page of constructor; use allocators, rules, conformance, boot, memblock",
  },
  {
    args: ["rules", "--json", "--check"],
    said: "--json goes to stdout, and is not compared; leave out --check and --out",
  },
])("a mistake is said with its remedy: docs $args", async ({ args, said }) => {
  const { code, stderr } = await inProcess(["docs", ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `allocheck: ${said}\n` });
});

test("--html writes the rule book, and nothing beside it or of another topic", async () => {
  const file = join(temporaryDirectory(), "page.html");
  const said = async (...line: string[]) => (await inProcess(["docs", ...line, "--html", file])).stderr;
  expect(await said("memblock")).toBe(
    "allocheck: there is no page to look at of memblock; use docs rules --html FILE\n",
  );
  expect(await said("rules", "--json")).toContain("--html writes a page of its own, and nothing else");
  expect(await said("rules", "--check")).toContain("leave out --json, --check and --out");
  expect(existsSync(file)).toBe(false);
});
