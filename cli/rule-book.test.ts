/**
 * The evidence of the rule book: every rule is broken by one version, which is caught under it and under no
 * other; without the rule that finding is gone, and what still objects is what is declared here.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileText } from "../counterexamples/files.js";
import { replay } from "../counterexamples/replay.js";
import { validCounterexample } from "../counterexamples/validate.js";
import { rulesBroken, runTo } from "../explore/knock-out.js";
import { RULE_SCOPE, worldOf } from "../explore/rule-world.js";
import { KNOCK_OUTS } from "../impl/faulty/knock-outs.js";
import { ALLOCATORS } from "../impl/registry.js";
import { ALL_RULES } from "../model/modules.js";
import { PROVENANCE_RULES } from "../model/rule-book.js";
import { differenceLines } from "../report/difference.js";
import { counterexamplePath } from "../report/markdown.js";
import { anchor, backstopsOf } from "../report/rule-book.js";
import { witnessPath } from "../report/rule-section.js";
import { RULE_TEXTS } from "../report/rule-text.js";
import { rulesPage, witnessFiles } from "../report/rules-page.js";
import { ROOT } from "../testing/read.js";
import { allocatorNamed } from "./names.js";
import { fullWorld, isElsewhere, ROWS, ruleBook, surveys } from "./rule-book.js";

/** Each rule, the version that breaks it, in how many commands, and what objects without the rule. */
const PINNED: readonly (readonly [
  rule: string,
  faulty: string,
  length: number,
  backstops: readonly string[],
])[] = [
  [
    "reserve/overlaps-reserved",
    "bitmap-reserves-twice",
    2,
    [
      "observed-kind",
      "release/legal",
      "release/true-reason",
      "borrow/mixed-owners",
      "threw",
      "one-holder",
      "slices-of-one-owner",
    ],
  ],
  ["reserve/overlaps-allocated", "bitmap-reserves-allocated", 2, ["observed-kind", "one-holder"]],
  ["reserve/boot-over", "pages-reserves-late", 2, []],
  ["reserve/empty", "buddy-reserves-nothing", 1, []],
  ["reserve/out-of-range", "buddy-reserves-outside", 1, []],
  ["reserve/misaligned", "buddy-reserves-unaligned", 1, ["observed-kind"]],
  [
    "release/not-reserved",
    "bitmap-releases-unreserved",
    1,
    ["release/foreign-owner", "observed-kind", "release/live-slice"],
  ],
  ["release/foreign-owner", "bitmap-ignores-owner", 2, []],
  ["release/live-slice", "bitmap-ignores-slices", 3, ["audit", "slices-in-reserved"]],
  ["release/empty", "buddy-releases-nothing", 1, []],
  ["release/out-of-range", "buddy-releases-outside", 1, []],
  ["release/misaligned", "buddy-releases-unaligned", 2, ["observed-kind"]],
  [
    "borrow/not-reserved",
    "bitmap-borrows-unreserved",
    1,
    ["audit", "borrow/mixed-owners", "slices-in-reserved"],
  ],
  ["borrow/mixed-owners", "bitmap-borrows-across-owners", 3, ["slices-of-one-owner"]],
  ["borrow/empty", "pages-borrows-nothing", 1, []],
  ["borrow/out-of-range", "pages-borrows-outside", 1, []],
  ["borrow/misaligned", "pages-borrows-unaligned", 2, ["release/legal", "threw", "drop/no-such-slice"]],
  ["drop/no-such-slice", "bitmap-drops-by-start", 3, ["release/live-slice"]],
  ["drop/empty", "pages-drops-nothing", 1, []],
  ["drop/out-of-range", "pages-drops-outside", 1, []],
  ["drop/misaligned", "pages-drops-unaligned", 3, ["release/live-slice"]],
  ["alloc/exhausted", "bitmap-never-runs-out", 2, ["alloc/free-frame"]],
  [
    "alloc/free-frame",
    "bitmap-allocs-reserved",
    2,
    [
      "release/legal",
      "release/true-reason",
      "borrow/legal",
      "free/reserved",
      "borrow/true-reason",
      "one-holder",
    ],
  ],
  ["free/already-free", "bitmap-frees-twice", 1, []],
  ["free/reserved", "bitmap-frees-reserved", 2, ["observed-kind", "audit"]],
  ["free/interior", "pages-frees-from-inside", 2, ["audit"]],
  ["free/out-of-range", "pages-frees-outside", 1, []],
  ["free/misaligned", "pages-frees-unaligned", 2, ["observed-kind"]],
  ["alloc-block/exhausted", "buddy-never-runs-out", 2, ["alloc-block/free-run"]],
  ["alloc-block/empty", "buddy-allocs-nothing", 1, []],
  ["alloc-block/misaligned", "buddy-allocs-unaligned", 1, ["observed-kind", "alloc-block/free-run"]],
  [
    "alloc-block/free-run",
    "buddy-allocs-reserved",
    2,
    ["release/legal", "release/true-reason", "free-block/reserved", "one-holder"],
  ],
  [
    "free-block/already-free",
    "buddy-frees-twice",
    1,
    [
      "free-block/reserved",
      "observed-kind",
      "free-block/interior",
      "free-block/partial",
      "free-block/foreign-block",
    ],
  ],
  [
    "free-block/reserved",
    "buddy-frees-reserved",
    2,
    ["observed-kind", "free-block/foreign-block", "free-block/partial", "free-block/interior"],
  ],
  [
    "free-block/interior",
    "buddy-frees-from-inside",
    2,
    ["observed-kind", "free-block/foreign-block", "free-block/partial"],
  ],
  ["free-block/partial", "buddy-frees-part", 2, ["observed-kind", "blocks-begin"]],
  ["free-block/foreign-block", "buddy-frees-neighbours", 3, []],
  ["free-block/empty", "buddy-frees-nothing", 1, []],
  ["free-block/out-of-range", "buddy-frees-outside", 1, []],
  ["free-block/misaligned", "buddy-frees-unaligned", 2, ["observed-kind"]],
  ["end-boot/boot-over", "pages-ends-boot-twice", 2, []],
];

const DOCS = join(ROOT, "docs");
const book = await ruleBook();
const page = rulesPage(book);

test("every rule of the tables is in the book, and its knock-out is the one declared", () => {
  const keys = ALL_RULES.flatMap(({ kind, reasons, answer }) =>
    [...reasons, ...(answer === null ? [] : [answer])].map(({ id }) => `${kind}/${id}`),
  ).filter((key) => !isElsewhere(key));
  expect(ROWS.map(({ id }) => id)).toEqual(keys);
  expect(Object.keys(KNOCK_OUTS).sort()).toEqual([...keys].sort());
  expect(new Set(Object.values(KNOCK_OUTS)).size).toBe(keys.length);
  expect(
    book.entries.map(({ id, knockOut }) => [
      id,
      knockOut?.allocator,
      knockOut?.counterexample?.steps.length,
      knockOut?.backstops,
    ]),
  ).toEqual(PINNED);
});

describe.each(PINNED)("%s", (rule, faulty, length, backstops) => {
  const definition = allocatorNamed(faulty);
  const scope = worldOf(rule, RULE_SCOPE, definition);

  test(`is broken by ${faulty}, which breaks nothing else, and not one command earlier`, () => {
    expect(rulesBroken({ definition, scope })).toEqual([rule]);
    const short = runTo({ definition, scope, suspicion: 0, budget: { maxDepth: length - 1 } });
    expect(short.counterexamples).toEqual([]);
  });

  test("is in no run without it, and names as backstops only rules there are", () => {
    expect(rulesBroken({ definition, scope, without: [rule] })).not.toContain(rule);
    for (const id of backstops) expect(RULE_TEXTS.map((text) => text.id)).toContain(id);
    expect(backstops).not.toContain(rule);
  });

  test("has the knock-out of the book on file, as a check finds it", () => {
    const entry = book.entries.find(({ id }) => id === rule);
    const counterexample = entry?.knockOut?.counterexample;
    if (counterexample === undefined || counterexample === null) throw new Error("no knock-out");
    expect(counterexample).toMatchObject({ rule, allocator: faulty, format: "allocheck-counterexample" });
    expect(readFileSync(join(DOCS, counterexamplePath(counterexample)), "utf8")).toBe(
      fileText(counterexample),
    );
  });

  test("is kept by a sound allocator, whose witness is on file and goes through", () => {
    const entry = book.entries.find(({ id }) => id === rule);
    expect(entry?.keptBy.length).toBeGreaterThan(0);
    const text = readFileSync(join(DOCS, witnessPath({ id: rule })), "utf8");
    const witness = validCounterexample(JSON.parse(text), rule);
    expect(witness).toEqual(entry?.witness);
    const sound = allocatorNamed(witness.allocator ?? "");
    expect(sound.class).toBe("sound");
    expect(replay(witness, sound, sound.contract)).toMatchObject({
      fate: "kept",
      step: witness.steps.length,
    });
    const shortened = { ...witness, steps: witness.steps.slice(0, -1) };
    expect(witness.steps.at(-1)?.answer.kind).toBe(entry?.kind === "reason" ? "refused" : "accepted");
    expect(shortened.steps.every(({ answer }) => answer.kind === "accepted")).toBe(true);
  });
});

test("the sound allocators keep all rules, every state of the scope explored", () => {
  expect(surveys().filter(({ holds }) => !holds)).toEqual([]);
});

describe("the provenance rules", () => {
  test("are R1 to R15, each checked by rules there are or with a reason why not", () => {
    expect(PROVENANCE_RULES.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, i) => `R${i + 1}`));
    for (const { keys, status, enforcedBy, seenAs } of PROVENANCE_RULES) {
      for (const key of keys) expect(ROWS.map(({ id }) => id)).toContain(key);
      if (status.kind === "not-checked") expect([keys, status.why.length > 20]).toEqual([[], true]);
      else expect([keys.length > 0, enforcedBy.length > 20, seenAs.length > 20]).toEqual([true, true, true]);
    }
  });

  test("have the backstops of what they are made of, none of these among them", () => {
    const found = PROVENANCE_RULES.filter(({ status }) => status.kind === "checked").map((rule) => [
      rule.id,
      backstopsOf(rule, book.entries),
    ]);
    expect(found).toEqual([
      ["R1", ["audit", "slices-in-reserved"]],
      ["R10", ["observed-kind", "release/live-slice"]],
    ]);
  });
});

describe("docs/provenance.md", () => {
  test("is what allocheck docs rules writes today, and so are the witnesses beside it", () => {
    expect(differenceLines(readFileSync(join(DOCS, "provenance.md"), "utf8"), page)).toEqual([]);
    const files = witnessFiles(book);
    expect([...files.keys()].map((file) => file.slice("witnesses/".length)).sort()).toEqual(
      readdirSync(join(DOCS, "witnesses")).sort(),
    );
    for (const [file, text] of files) expect(readFileSync(join(DOCS, file), "utf8")).toBe(text);
  });

  test("leads where its links say: to headings and to files", () => {
    const conformance = readFileSync(join(DOCS, "conformance.md"), "utf8");
    const pages: Readonly<Record<string, string>> = { "": page, "provenance.md": page };
    for (const text of [page, conformance])
      for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = "", heading] = target.split("#");
        if (heading === undefined) expect(existsSync(join(DOCS, file)), target).toBe(true);
        else expect(headingsOf(file === "" ? text : (pages[file] ?? "")), target).toContain(heading);
      }
  });

  test("has every faulty version, and every allocator that is sound", () => {
    for (const { name, class: kind } of ALLOCATORS)
      if (kind !== "as-is") expect(page.includes(`\`${name}\``), name).toBe(true);
  });
});

test("an allocator of blocks is given arguments from outside the pool, one of single frames is not", () => {
  const worlds = ["bitmap", "buddy"].map((name) => fullWorld(RULE_SCOPE, allocatorNamed(name)).modules);
  expect(worlds).toEqual([["core"], ["core", "blocks", "foreign"]]);
});

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchor(heading));
}
