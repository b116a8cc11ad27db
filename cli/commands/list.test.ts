import { expect, test } from "vitest";
import { NAMED } from "../../impl/registry.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { inProcess } from "../../testing/in-process.js";

interface Lists {
  readonly allocators?: readonly { readonly name: string }[];
  readonly rules?: readonly { readonly id: string }[];
  readonly contracts?: readonly { readonly id: string }[];
}

async function listed(...args: readonly string[]): Promise<Lists> {
  const { code, stdout, stderr } = await inProcess(["list", ...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Lists;
}

test("everything is listed, in the order of the tables", async () => {
  const lists = await listed();
  expect(Object.keys(lists)).toEqual(["version", "tool", "allocators", "rules", "contracts"]);
  expect(lists.allocators?.map(({ name }) => name)).toEqual(NAMED.map(({ name }) => name));
  expect(lists.rules).toEqual(RULE_TEXTS);
  expect(lists.contracts?.map(({ id }) => id)).toEqual(CONTRACTS.map(({ id }) => id));
});

test.each(["allocators", "rules", "contracts"])("one list alone, as json and as text: %s", async (topic) => {
  expect(Object.keys(await listed(topic))).toEqual(["version", "tool", topic]);
  const { code, stdout } = await inProcess(["list", topic]);
  expect(code).toBe(0);
  expect(stdout.startsWith(`${topic}\n`)).toBe(true);
  expect(stdout).not.toMatch(/\n\n/);
});

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
  expect(stdout).toMatch(/^ {2}bitmap +sound +strict +the core's$/m);
  expect(stdout).toMatch(/^ {2}bitmap-as-is +as-is +boot-bitmap +reserve\*, alloc,\s+free,\s+alloc-block/m);
  expect(stdout).toMatch(/^ {2}bitmap-ignores-slices +faulty +strict +/m);
  const unwrapped = stdout.replace(/\s+/g, " ");
  for (const { summary } of NAMED) expect(unwrapped).toContain(` ${summary} `);
});

test("a contract is listed with what it does not refuse, and why", async () => {
  const { stdout } = await inProcess(["list", "contracts"]);
  expect(stdout).toMatch(/^ {2}strict: /m);
  expect(stdout).toMatch(/^ {6}reserve\/overlaps-reserved +instead reserve-the-free: overlapping/m);
  expect(stdout).toMatch(/^ {6}free\/reserved +precondition: /m);
});

test("a list fits 80 columns", async () => {
  const { stdout } = await inProcess(["list"]);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).toMatch(/ precondition: reservations are made at boot,\n {34}before the first page /);
});

test("every rule has an id of its own, a statement and a because", () => {
  expect(new Set(RULE_TEXTS.map(({ id }) => id)).size).toBe(RULE_TEXTS.length);
  for (const { statement, because } of RULE_TEXTS) {
    expect(statement).not.toBe("");
    expect(because).not.toBe("");
  }
});
