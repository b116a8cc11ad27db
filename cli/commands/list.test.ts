import { expect, test } from "vitest";
import { NAMED } from "../../impl/registry.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import { MODULE_IDS } from "../../model/words/scope.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { inProcess } from "../../testing/in-process.js";

interface Lists {
  readonly allocators?: readonly { readonly name: string }[];
  readonly faults?: readonly { readonly name: string }[];
  readonly rules?: readonly { readonly id: string }[];
  readonly contracts?: readonly { readonly id: string }[];
  readonly modules?: readonly { readonly id: string }[];
}

async function listed(...args: readonly string[]): Promise<Lists> {
  const { code, stdout, stderr } = await inProcess(["list", ...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Lists;
}

test("everything is listed, in the order of the tables", async () => {
  const lists = await listed();
  expect(Object.keys(lists)).toEqual(["version", "tool", "allocators", "rules", "contracts", "modules"]);
  expect(lists.allocators?.map(({ name }) => name)).toEqual(NAMED.map(({ name }) => name));
  expect(lists.rules).toEqual(RULE_TEXTS);
  expect(lists.contracts?.map(({ id }) => id)).toEqual(CONTRACTS.map(({ id }) => id));
  expect(lists.modules?.map(({ id }) => id)).toEqual(MODULE_IDS);
});

test("without a topic people get the names, and how to see more, in a screen or so", async () => {
  const { stdout } = await inProcess(["list"]);
  expect(stdout.split("\n").length).toBeLessThan(50);
  const words = stdout.split(/[\s,]+/);
  for (const { name } of NAMED.filter(({ class: kind }) => kind !== "faulty")) expect(words).toContain(name);
  for (const id of [...CONTRACTS.map((each) => each.id), ...MODULE_IDS]) expect(words).toContain(id);
  const faulty = NAMED.filter(({ class: kind }) => kind === "faulty").length;
  expect(stdout).toContain(`\n${faulty} faulty versions\n  bitmap `);
  expect(stdout).toContain(`\n${RULE_TEXTS.length} rules\n  reserve `);
});

test.each(["allocators", "faults", "rules", "contracts", "modules"])(
  "one list alone, as json and as text: %s",
  async (topic) => {
    expect(Object.keys(await listed(topic))).toEqual(["version", "tool", topic]);
    const { code, stdout } = await inProcess(["list", topic]);
    expect(code).toBe(0);
    expect(stdout.startsWith(`${topic}\n`)).toBe(true);
    expect(stdout).not.toMatch(/\n\n/);
  },
);

test("an allocator is listed with its class, its contract and what it offers", async () => {
  const { allocators } = await listed("allocators");
  expect(allocators).toContainEqual({
    name: "bitmap-as-is",
    class: "as-is",
    contract: "boot-bitmap",
    offers: ["reserve*", "alloc", "free", "alloc-block*", "free-block*"],
    summary: expect.any(String),
  });
  const { stdout } = await inProcess(["list", "allocators"]);
  expect(stdout).toMatch(/^allocators\n {2}sound\n {4}bitmap\n/);
  expect(stdout).toContain("\n  as their originals are\n    bitmap-as-is, contract boot-bitmap\n");
  const unwrapped = (await inProcess(["list", "faults"])).stdout.concat(stdout).replace(/\s+/g, " ");
  for (const { summary } of NAMED) expect(unwrapped).toContain(` ${summary} `);
});

test("a faulty version is listed with what it is a version of", async () => {
  const { stdout } = await inProcess(["list", "faults"]);
  expect(stdout).toMatch(/^faults\n {2}of bitmap\n {4}bitmap-ignores-slices\n {6}releases a range while /);
  const { faults } = await listed("faults");
  expect(faults).toContainEqual(expect.objectContaining({ name: "pages-borrows-unaligned", of: "pages" }));
});

test("a list fits 80 columns", async () => {
  for (const topic of [[], ["allocators"], ["faults"], ["rules"], ["contracts"]]) {
    const { stdout } = await inProcess(["list", ...topic]);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
});

test("every rule has an id of its own, a statement and a because", () => {
  expect(new Set(RULE_TEXTS.map(({ id }) => id)).size).toBe(RULE_TEXTS.length);
  for (const { statement, because } of RULE_TEXTS) {
    expect(statement).not.toBe("");
    expect(because).not.toBe("");
  }
});
