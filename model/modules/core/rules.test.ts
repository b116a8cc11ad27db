/** The rule tables as data: complete, named once, in sentences. */
import { expect, test } from "vitest";
import { ANSWER_RULES } from "../../../properties/answers.js";
import { INVARIANTS } from "../../../properties/invariants.js";
import { SEVERAL_CPUS_RULES } from "../../../properties/several-cpus.js";
import { STATE_PROPERTIES } from "../../../properties/state-properties.js";
import { scopeOf } from "../../../testing/scopes.js";
import { CONTRACTS } from "../../contracts/named.js";
import { INSTEAD_EFFECTS } from "../../contracts/other-effects.js";
import { describeNeeds } from "../../rules/rules.js";
import { Specification } from "../../specification/specification.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { COMMAND_KINDS, CORE_KINDS } from "../../words/commands.js";
import { codeOf, REASON_IDS, reasonOf, reasons } from "../../words/reasons.js";
import { ALL_RULES, CLAUSES, MODULES } from "../all.js";
import { CORE_RULES } from "./rules.js";

const rules = ALL_RULES;

test("every command has its rule, in the order in which commands are tried", () => {
  expect(Object.keys(CORE_RULES)).toEqual([...CORE_KINDS]);
  expect(rules.map(({ kind }) => kind)).toEqual([...COMMAND_KINDS]);
});

const ARGUMENT = ["empty", "out-of-range", "misaligned"];
const PAGES = ["absent", "boot", "metadata"];
const GONE = ["absent", "metadata"];
const HELD = ["reserved", "live-slice", "overlaps-allocated"];

const BLOCK = ["already-free", "reserved", "interior", "partial", "foreign-block"] as const;

test("the reasons are those of the design, and all in the vocabulary", () => {
  expect(Object.fromEntries(rules.map((rule) => [rule.kind, rule.reasons.map(({ id }) => id)]))).toEqual({
    reserve: ["overlaps-reserved", "overlaps-allocated", "boot-over", ...ARGUMENT, "absent", "metadata"],
    release: [
      ...["not-reserved", "foreign-owner", "live-slice", ...ARGUMENT, "already-free", "metadata"],
      ...["stashed", "leaked", "inserted", "image"],
    ],
    borrow: ["not-reserved", "mixed-owners", ...ARGUMENT, "absent", "metadata"],
    drop: ["no-such-slice", ...ARGUMENT],
    alloc: ["exhausted", "boot"],
    free: ["already-free", "reserved", "interior", "out-of-range", "misaligned", ...PAGES],
    "alloc-block": ["exhausted", "empty", "misaligned", "boot"],
    "free-block": [...BLOCK, ...ARGUMENT, ...PAGES],
    "end-boot": ["boot-over"],
    add: ["present", "empty", "out-of-range", "boot-over"],
    remove: ["absent", ...HELD, "empty", "out-of-range", "boot-over", "metadata"],
    "alloc-range": ["exhausted", "empty", "misaligned", "boot-over"],
    "set-direction": ["boot-over"],
    "set-limit": ["boot-over"],
    "enforce-limit": [...HELD, "boot-over", "metadata"],
    cap: [...HELD, "empty", "out-of-range", "boot-over", "metadata"],
    "limit-map": [...HELD, "boot-over", "metadata"],
    trim: [...HELD, "misaligned", "boot-over", "metadata"],
    "set-node": ["absent", "empty", "out-of-range", "boot-over"],
    mark: ["absent", "empty", "out-of-range", "boot-over"],
    clear: ["absent", "empty", "out-of-range", "boot-over"],
    "allow-resize": ["boot-over"],
    derive: ["no-such-slice", "outside-parent"],
    stash: ["no-such-slice"],
    unstash: ["no-such-slice"],
    leak: ["no-such-slice"],
    insert: ["no-such-slice"],
    evict: ["no-such-slice"],
    copy: ["no-such-slice"],
    return: [],
    protect: ["not-reserved", ...GONE],
    "alloc-handle": ["exhausted", "boot"],
    hold: ["not-reserved", "mixed-owners", ...GONE],
    expose: ["not-reserved", ...GONE],
    touch: ["no-such-handle", "stale-handle"],
    "free-handle": ["no-such-handle", "stale-handle", "reserved", "boot"],
    forget: ["no-such-handle"],
    sweep: [],
    "alloc-raw": ["exhausted", "boot"],
    load: ["not-reserved", "live-slice", ...GONE],
    write: ["already-free", "reserved", ...GONE],
    poison: ["not-reserved", "live-slice", ...GONE],
    "place-initrd": ["present", "boot-over"],
    "retain-initrd": ["boot-over"],
    "reserve-crashkernel": ["overlaps-reserved", "overlaps-allocated", "present", "boot-over", ...GONE],
    "reserve-initrd": ["absent", "out-of-range", "overlaps-reserved", "overlaps-allocated", "boot-over"],
    "unpack-initrd": ["boot", "absent", "not-reserved", "present", "already-free"],
    "end-unpack": ["absent"],
    "free-initrd": ["absent", "not-reserved", "unread", "live-slice", "retained", "already-free", "inserted"],
    "create-file": [],
    "show-file": ["not-reserved"],
    "open-file": ["absent"],
    "close-file": ["absent"],
    "attach-loop": ["absent"],
    "detach-loop": ["absent"],
    "mount-over": [],
    unmount: ["absent"],
    "switch-root": ["unread", "absent"],
    share: [],
    neutral: [],
    settle: [],
    resize: [...BLOCK, "exhausted", ...ARGUMENT, ...PAGES],
    realloc: [...BLOCK, "exhausted", ...ARGUMENT, ...PAGES],
    "alloc-zone": ["exhausted", "boot"],
  });
  const used = new Set(rules.flatMap((rule) => rule.reasons.map(({ id }) => id)));
  expect([...used].sort()).toEqual([...REASON_IDS].sort());
});

test("every reason has a code of its own, below REFUSED, under its name in capitals", () => {
  for (const id of REASON_IDS) {
    expect(reasonOf(codeOf(id))).toBe(id);
    const name = id.toUpperCase().replaceAll("-", "_") as keyof typeof reasons;
    expect(reasons[name]).toBe(codeOf(id));
  }
  expect(new Set(Object.values(reasons)).size).toBe(REASON_IDS.length + 1);
  expect(Math.max(...REASON_IDS.map(codeOf))).toBeLessThan(reasons.REFUSED);
  for (const meaningless of [0, 7, reasons.REFUSED, -2 - REASON_IDS.length, Number.NaN])
    expect(reasonOf(meaningless)).toBeUndefined();
});

test("what a reason is never true without is another reason of its command", () => {
  const besides = rules.flatMap(({ kind, reasons: against }) =>
    against.flatMap(({ id, onlyWith: beside }) =>
      beside === undefined ? [] : [[kind, id, beside, against] as const],
    ),
  );
  expect(besides.length).toBeGreaterThan(5);
  for (const [, id, beside, against] of besides) {
    expect(beside).not.toBe(id);
    expect(against.map((reason) => reason.id)).toContain(beside);
  }
});

test("every rule has an id of its own, a statement and a because", () => {
  const listed = [
    ...rules.flatMap(({ kind, reasons: against, constraints, statement, because }) => [
      { id: `${kind}/accepted`, statement, because },
      ...[...against, ...constraints].map((rule) => ({
        ...rule,
        id: `${kind}/${rule.id}`,
      })),
    ]),
    ...CLAUSES,
    ...INVARIANTS,
    ...STATE_PROPERTIES,
    ...ANSWER_RULES,
    ...SEVERAL_CPUS_RULES,
  ];
  const ids = listed.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  for (const { id, statement, because } of listed) {
    expect(`${id}: ${statement}`).toMatch(/: \S.{10,}[^.\s]$/);
    expect(`${id}: ${because}`).toMatch(/: \S.{10,}[^.\s]$/);
  }
});

test("every view, effect and need a rule names is there", () => {
  const views = [CORE_VIEWS, ...Object.values(MODULES).map(({ views = {} }) => views)].flatMap((v) =>
    Object.values(v),
  );
  expect(new Set(views.map(({ id }) => id)).size).toBe(views.length);
  for (const rule of rules) {
    for (const { when, needs } of rule.reasons) {
      expect(views).toContain(when);
      expect(COMMAND_KINDS).toEqual(expect.arrayContaining([...needs.commands]));
      expect(describeNeeds(needs)).toContain(needs.commands[0]);
    }
    expect(rule.needs.commands).toContain(rule.kind);
  }
  expect(describeNeeds({ commands: ["drop"], frames: 2, owners: 2, slices: 1 })).toBe(
    "drop, 2 frames, 2 owners and 1 slice",
  );
});

test("every promise of a contract is about a reason its command has, and says why it is weaker", () => {
  for (const { promises, mayRefuse } of CONTRACTS) {
    for (const [key, promise] of Object.entries(promises)) {
      const [kind, reason] = key.split("/");
      const rule = rules.find((candidate) => candidate.kind === kind);
      expect(rule?.reasons.map(({ id }) => id)).toContain(reason);
      if (promise.kind !== "must-refuse") expect(promise.because).not.toBe("");
      if (promise.kind === "instead") expect(INSTEAD_EFFECTS[promise.effect].kinds).toContain(kind);
    }
    for (const why of Object.values(mayRefuse)) expect(why).not.toBe("");
  }
  const ids = CONTRACTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a reason left out of a specification is never true, the others stay", () => {
  const whole = new Specification(scopeOf(2, 1, 1));
  const less = new Specification(scopeOf(2, 1, 1), { without: ["free/already-free"] });
  const empty = new Int32Array(whole.layout.words);
  whole.look(empty, 0);
  less.look(empty, 0);
  for (const [c, { kind }] of whole.commands.entries())
    expect(less.judge(c)).toBe(kind === "free" ? 0 : whole.judge(c));
});
