import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ALLOCATORS } from "../impl/registry.js";
import { inProcess } from "../testing/cli.js";
import { ROOT } from "../testing/read.js";
import { temporaryDirectory } from "../testing/temporary.js";

test("the page of allocators is what allocheck docs writes today", async () => {
  const file = join(temporaryDirectory(), "allocators.md");
  expect(await inProcess(["docs", "allocators", "--out", file])).toMatchObject({ code: 0, stdout: "" });
  const page = readFileSync(file, "utf8");
  expect(page).toBe(readFileSync(join(ROOT, "docs/allocators.md"), "utf8"));
  expect(page).not.toContain(" it broken:");
  for (const { name, class: kind } of ALLOCATORS)
    expect(page.includes(`## ${name}\n`)).toBe(kind !== "faulty");
});

test("the commands the page names are commands: every name is one to check", () => {
  const page = readFileSync(join(ROOT, "docs/allocators.md"), "utf8");
  const named = [...page.matchAll(/^ {4}npx allocheck check (\S+)/gm)].map(([, name]) => name);
  const known = ALLOCATORS.filter((definition) => definition.class !== "faulty").map(({ name }) => name);
  expect(new Set(named)).toEqual(new Set(known));
});

test("there is no other page", async () => {
  const { code, stderr } = await inProcess(["docs", "poetry"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "allocheck: there is no page of poetry; use allocators, memblock\n",
  });
});
