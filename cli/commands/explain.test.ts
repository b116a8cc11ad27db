import { expect, test } from "vitest";
import { PLAIN } from "../../report/lines/style.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { otherRuleLines } from "../../report/text/explain-text.js";
import { inProcess } from "../../testing/in-process.js";

test("a rule is told with its guard, kept and broken", async () => {
  const { code, stdout } = await inProcess(["explain", "borrow/mixed-owners"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`borrow/mixed-owners
          borrow is refused when the range is reserved by two owners in parts
because   a slice lives inside one reservation; neither owner could answer for
          the whole of it
guard     refused while the range is reserved by two owners in parts
needed    for slices-of-one-owner, at any size; a state from which the first
          is lost: units 2, held(0), held(1), holder(0) 1, holder(1) 2,
          slices(0, 1) 1, slices(1, 2) 1, low 0, high 2
kept by   bitmap, free-list, zoned, pages, edges, claims
broken by bitmap-borrows-across-owners, for one
backstops slices-of-one-owner

witness: 3 commands of bitmap
   1  reserve(0, owner 1)  -> accepted
      |1 . . .|
   2  reserve(1, owner 2)  -> accepted
      |1 2 . .|
   3  borrow(0..1)         -> refused: mixed-owners
      |1 2 . .|

knock-out: 3 commands of bitmap-borrows-across-owners
   1  reserve(0, owner 1)  -> accepted
      |1 . . .|
   2  reserve(1, owner 2)  -> accepted
      |1 2 . .|
   3  borrow(0..1)         -> accepted
      |1 2 . .|
      expected refused: mixed-owners
`);
});

test("a provenance rule is told by the rules it is made of, in capitals or not", async () => {
  const { code, stdout } = await inProcess(["explain", "r10"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^R10 Release exactly once, by the holder\n/);
  expect(stdout).toContain("\nbroken by bitmap-releases-unreserved: release/not-reserved in 1\n");
  expect(stdout).toContain(
    "\nhappened  Linux 8a5a75e5e9e5 (a no-map region takes memory that was reserved\n",
  );
  expect(stdout).toMatch(/\nbackstops observed-kind, release\/live-slice, one-holder, /);
  for (const part of ["release/not-reserved", "release/foreign-owner", "reserve/overlaps-reserved"])
    expect(stdout).toContain(`\n\n${part}\n`);
  const onCpus = await inProcess(["explain", "R13"]);
  expect(onCpus.stdout).toContain("\nbroken by cleared-frames-poisons-late: frame-given-up in 3\n");
});

test.each([
  {
    name: "threw",
    says: ["a rule of every answer", "broken by bitmap-panics-when-full", "expected refused"],
  },
  { name: "bitmap-pins-once", says: ["A version of bitmap that keeps a flag", "5  release(0, owner 1)"] },
  { name: "buddy-frees-nothing", says: ["A version of buddy", "rule      free-block/empty"] },
  {
    name: "pages-as-is",
    says: [
      "under contract strict:",
      "free/reserved               violated after 2 commands",
      "not offered: R1",
    ],
  },
])("$name is told too", async ({ name, says }) => {
  const { code, stdout, stderr } = await inProcess(["explain", name]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const part of says) expect(stdout).toContain(part);
});

test("an invariant is told to be one, also where no version breaks it", () => {
  const rule = RULE_TEXTS.find(({ id }) => id === "one-holder");
  const lines = rule === undefined ? [] : otherRuleLines(rule, [], PLAIN);
  expect(lines.join("\n")).toContain("an invariant of the specification by itself");
});

test("a clause is told by the version that breaks it and by the allocator that needs it", async () => {
  const { code, stdout } = await inProcess(["explain", "handles-lapse"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^handles-lapse\n/);
  expect(stdout).toContain("\nbroken by capabilities-marks-nothing: touch/stale-handle in 3\n");
  expect(stdout).toContain("\nneeded by capabilities, to which free-handle/true-reason, ");
  expect(stdout).toContain("\n   3  touch(handle 0)  -> accepted\n");
});

test.each(["memblock", "R8", "release/stashed"])(
  "%s is told in lines of at most 80 columns",
  async (name) => {
    const { code, stdout } = await inProcess(["explain", name]);
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);

test("what never returns is told by a worker that is ended", async () => {
  const { code, stdout } = await inProcess(["explain", "bitmap-scans-for-ever"]);
  expect(code).toBe(0);
  expect(stdout).toContain("2  alloc()                 -> did not return");
});

test("programs get the same as one object", async () => {
  const { stdout } = await inProcess(["explain", "release/live-slice", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    tool: { name: "allocheck" },
    rule: {
      id: "release/live-slice",
      guard: "some frame of the range is under a live slice",
      neededFor: ["slices-in-reserved"],
      witness: { format: "allocheck-witness", allocator: "bitmap" },
      knockOut: { allocator: "bitmap-ignores-slices", backstops: ["audit", "slices-in-reserved"] },
    },
  });
});

test.each([
  { name: "relase/live-slice", close: "did you mean release/live-slice?" },
  { name: "bitmpa", close: "did you mean bitmap?" },
  { name: "R99", close: "did you mean R9?" },
])("a mistyped name gets a suggestion: $name", async ({ name, close }) => {
  const { code, stderr } = await inProcess(["explain", name]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `allocheck: there is no rule, allocator, contract, command or module ${name}; ${close} See: allocheck list\n`,
  });
});

test("a contract is told by what it leaves open, and what is alike together", async () => {
  const { code, stdout } = await inProcess(["explain", "kernel+kept-slices"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^contract kernel\+kept-slices\n {2}trusted and learns/);
  expect(stdout).toMatch(
    /\n {2}must-refuse, may write: .*\n.*\n {6}alloc\/exhausted, alloc-block\/exhausted, /,
  );
  expect(stdout.match(/precondition: who frees was handed just that by/g)).toHaveLength(1);
});

test("of an allocator and a contract with one name both are told", async () => {
  const { stdout } = await inProcess(["explain", "late"]);
  expect(stdout).toMatch(/^late {2}sound, contract late\n/);
  expect(stdout).toMatch(/\n {2}offers: reserve, release, alloc, /);
  expect(stdout).toContain("\n\ncontract late\n");
  const told = JSON.parse((await inProcess(["explain", "late", "--json"])).stdout) as object;
  expect(Object.keys(told)).toEqual(["version", "tool", "allocator", "conformance", "contract"]);
});

test("a command is told by its rules", async () => {
  const { code, stdout } = await inProcess(["explain", "release"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "  release/live-slice\n      release is refused while a live slice overlaps the range\n",
  );
  expect(stdout).not.toContain("reserve/");
});

test("an allocator of several CPUs is told without the matrix of one client", async () => {
  const { code, stdout } = await inProcess(["explain", "hazard-stack"]);
  expect(code).toBe(0);
  expect(stdout).toContain("free frames as a stack without a lock");
  expect(stdout).not.toContain("under contract strict");
});
