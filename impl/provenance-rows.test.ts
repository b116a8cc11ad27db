/**
 * Every row of the modules about provenance: who breaks it, how soon, and what still objects without it.
 *
 * A row that is taken out takes its finding away. What is found then is the row's backstops, by name; a row
 * without any is the only one that sees what it sees. So no row is there for decoration.
 */
import { describe, expect, test } from "vitest";
import { allocatorNamed } from "../cli/names.js";
import { widened } from "../explore/widen.js";
import { type Allocator, type AllocatorDefinition, METHODS } from "../model/allocator.js";
import { CLAUSES } from "../model/module-views.js";
import { MODULES } from "../model/modules.js";
import { type ModuleId, type Scope, scopeOf } from "../model/scope.js";
import { type CommandKind, codeOf, type ReasonId } from "../model/vocabulary.js";
import { runToEnd } from "../testing/run.js";
import { Capabilities } from "./capabilities.js";

const SMALL = scopeOf({ frames: 2, owners: 2, slices: 2, handles: 1 });
/** The same with two slots: one for a handle from before, one for what is handed out after it. */
const TWO_SLOTS = scopeOf({ frames: 2, owners: 2, slices: 2 });
const ABOUT: readonly ModuleId[] = ["provenance", "protected", "handles", "quarantine", "contents"];

/** An allocator with one method changed; `given` is what the method did before. */
function changed(
  definition: AllocatorDefinition,
  kind: CommandKind,
  change: (given: (...given: readonly number[]) => number) => (...given: readonly number[]) => number,
): AllocatorDefinition {
  return {
    ...definition,
    name: `${definition.name} with another ${kind}`,
    make(scope) {
      const allocator = definition.make(scope);
      const methods = allocator as unknown as Record<string, (...given: readonly number[]) => number>;
      const name = METHODS[kind];
      const given = methods[name]!.bind(allocator); // it offers the command, or the test says so
      Object.defineProperty(allocator, name, { value: change(given) });
      return allocator;
    },
  };
}

/** Accepts a command where it should be refused for one reason, and does nothing for it. */
function yielding(definition: AllocatorDefinition, kind: CommandKind, reason: ReasonId) {
  return changed(definition, kind, (given) => (...arguments_) => {
    const answer = given(...arguments_);
    return answer === codeOf(reason) ? 0 : answer;
  });
}

/** Answers frame 0 whatever it took. */
function stuck(definition: AllocatorDefinition, kind: CommandKind) {
  return changed(definition, kind, (given) => () => Math.min(0, given()));
}

function found(definition: AllocatorDefinition, scope: Scope, without: readonly string[] = []) {
  const { counterexamples } = runToEnd({ definition, scope, without, all: without.length > 0, suspicion: 0 });
  return counterexamples;
}

/** What each reason's sound allocator is, how soon it breaks without the refusal, and the backstops. */
const REASONS: Readonly<Record<string, readonly [sound: string, length: number, backstops: string]>> = {
  "derive/no-such-slice": [
    "lender",
    1,
    "copy/legal derive/outside-parent drop/legal insert/legal leak/legal release/live-slice stash/legal",
  ],
  "derive/outside-parent": [
    "lender",
    3,
    "copy/legal derive/legal drop/legal insert/legal leak/legal release/live-slice stash/legal",
  ],
  "stash/no-such-slice": [
    "lender",
    1,
    "derive/legal derive/no-such-slice derive/true-reason release/legal release/stashed release/true-reason threw unstash/legal unstash/no-such-slice",
  ],
  "unstash/no-such-slice": ["lender", 1, ""],
  "leak/no-such-slice": ["lender", 1, "release/leaked"],
  "insert/no-such-slice": [
    "lender",
    1,
    "evict/legal evict/no-such-slice release/inserted release/legal release/true-reason threw",
  ],
  "evict/no-such-slice": ["lender", 1, ""],
  "copy/no-such-slice": ["lender", 1, ""],
  "release/stashed": ["lender", 4, "observed-kind release/inserted release/leaked"],
  "release/leaked": ["lender", 4, "observed-kind"],
  "release/inserted": ["lender", 4, "observed-kind release/leaked"],
  "protect/not-reserved": ["zeroing", 1, "protected-kept"],
  "alloc-handle/exhausted": ["capabilities", 2, "alloc-handle/free-frame"],
  "hold/not-reserved": [
    "capabilities",
    1,
    "forget/legal free-handle/legal free-handle/true-reason release/live-slice touch/legal touch/true-reason",
  ],
  "hold/mixed-owners": [
    "capabilities",
    3,
    "forget/legal free-handle/true-reason release/live-slice touch/legal",
  ],
  "expose/not-reserved": [
    "capabilities",
    1,
    "forget/legal free-handle/legal free-handle/true-reason touch/legal touch/true-reason",
  ],
  "touch/no-such-handle": ["capabilities", 1, ""],
  "touch/stale-handle": ["capabilities", 3, ""],
  "free-handle/no-such-handle": ["capabilities", 1, ""],
  "free-handle/stale-handle": ["capabilities", 3, "observed-kind"],
  "free-handle/reserved": ["capabilities", 3, ""],
  "forget/no-such-handle": ["capabilities", 1, ""],
  "alloc-raw/exhausted": ["zeroing", 2, "alloc-raw/free-frame"],
  "load/not-reserved": ["zeroing", 1, "load/live-slice observed-contents"],
  "load/live-slice": ["zeroing", 3, "observed-contents"],
  "write/already-free": ["zeroing", 1, "observed-contents"],
  "write/reserved": ["zeroing", 2, "observed-contents"],
  "poison/not-reserved": ["zeroing", 1, "observed-contents poison/live-slice"],
  "poison/live-slice": ["zeroing", 3, "observed-contents"],
};

/** Both owners, so that reservations of two can lie side by side. */
function soundFor(name: string): AllocatorDefinition {
  const definition = allocatorNamed(name);
  return { ...definition, offers: { ...definition.offers, reserve: true, release: true } };
}

const IDS = ABOUT.flatMap((id): [CommandKind, ReasonId][] => [
  ...MODULES[id].rules.flatMap(({ kind, reasons }) =>
    reasons.map((r): [CommandKind, ReasonId] => [kind, r.id]),
  ),
  ...Object.entries(MODULES[id].reasons).flatMap(([kind, reasons]) =>
    reasons.map((r): [CommandKind, ReasonId] => [kind as CommandKind, r.id]),
  ),
]);

test("the table has every reason of these modules", () => {
  expect(Object.keys(REASONS).sort()).toEqual(IDS.map(([kind, id]) => `${kind}/${id}`).sort());
});

describe.each(IDS)("%s/%s", (kind, id) => {
  const row = `${kind}/${id}`;
  const [name, length, backstops] = REASONS[row] ?? ["", 0, ""];

  test("is broken by who does not refuse for it, and no sooner than that", () => {
    const definition = yielding(soundFor(name), kind, id);
    const [first] = found(definition, widened(SMALL, definition));
    expect([first?.rule, first?.steps.length]).toEqual([row, length]);
  });

  test("taken out, only its backstops object", () => {
    const definition = yielding(soundFor(name), kind, id);
    const rules = found(definition, widened(SMALL, definition), [row]).map(({ rule }) => rule);
    expect([...new Set(rules)].sort().join(" ")).toBe(backstops);
  });
});

/** Marks no handle. */
class NeverLapses extends Capabilities {
  protected override lapses(): boolean {
    return false;
  }
}

/** A quarantine that also hands out frames as they are. */
const RAW: AllocatorDefinition = {
  ...allocatorNamed("quarantine-hands-out-early"),
  offers: { ...allocatorNamed("quarantine-hands-out-early").offers, "alloc-raw": true },
  make: (scope) => {
    const allocator: Allocator = allocatorNamed("quarantine-hands-out-early").make(scope);
    allocator.allocRaw = () => allocator.alloc!(); // it offers it
    return allocator;
  },
};

/** Without the other ways to be handed a frame. */
function only(definition: AllocatorDefinition, kind: CommandKind): AllocatorDefinition {
  const others = { alloc: false, "alloc-handle": false, "alloc-raw": false };
  return { ...definition, offers: { ...definition.offers, ...others, [kind]: true } };
}

interface Row {
  readonly row: string;
  readonly by: AllocatorDefinition;
  /** The rule under which it is found, where the row is not what a person reads: a clause is an effect. */
  readonly rule?: string;
  readonly length: number;
  readonly backstops: string;
}

/** Rules that are no reasons: what answers must be, what commands also do, what must hold of states. */
const OTHERS: readonly Row[] = [
  {
    row: "alloc/clean-frame",
    by: allocatorNamed("quarantine-hands-out-early"),
    length: 3,
    backstops: "alloc-handle/clean-frame alloc-handle/exhausted alloc/exhausted threw",
  },
  {
    row: "alloc-handle/clean-frame",
    by: only(allocatorNamed("quarantine-hands-out-early"), "alloc-handle"),
    length: 3,
    backstops: "alloc-handle/exhausted threw",
  },
  { row: "alloc-raw/clean-frame", by: only(RAW, "alloc-raw"), length: 4, backstops: "alloc-raw/exhausted" },
  {
    row: "alloc-handle/free-frame",
    by: stuck(allocatorNamed("capabilities"), "alloc-handle"),
    length: 2,
    backstops: "observed-kind",
  },
  {
    row: "alloc-raw/free-frame",
    by: stuck(allocatorNamed("zeroing"), "alloc-raw"),
    length: 2,
    backstops: "observed-kind",
  },
  {
    row: "handles-lapse",
    by: { ...allocatorNamed("capabilities"), make: (scope) => new NeverLapses(scope) },
    rule: "touch/stale-handle",
    length: 3,
    backstops: "free-handle/legal free-handle/reserved free-handle/true-reason observed-kind",
  },
  {
    row: "release-spares-protected",
    by: allocatorNamed("zeroing-frees-protected"),
    rule: "protected-kept",
    length: 3,
    backstops: "",
  },
  {
    row: "protected-kept",
    by: allocatorNamed("zeroing-frees-protected"),
    length: 3,
    backstops: "observed-kind",
  },
  {
    row: "alloc-zeroes",
    by: allocatorNamed("zeroing-forgets-to-zero"),
    rule: "observed-contents",
    length: 1,
    backstops: "",
  },
  { row: "observed-contents", by: allocatorNamed("zeroing-clears-protected"), length: 4, backstops: "" },
];

test("the tables have every constraint on answers and every clause of these modules", () => {
  const answers = ABOUT.flatMap((id) => [
    ...MODULES[id].rules.flatMap(({ kind, answer }) => (answer === null ? [] : [`${kind}/${answer.id}`])),
    ...Object.entries(MODULES[id].answers ?? {}).map(([kind, { id: answer }]) => `${kind}/${answer}`),
  ]);
  const clauses = CLAUSES.map(({ id }) => id);
  const listed = [...OTHERS, ...LEAVES].map(({ row }) => row);
  expect([...answers, ...clauses].filter((id) => !listed.includes(id))).toEqual([]);
});

/** Clauses that give leave: without them a sound allocator is asked for what makes no sense. */
const LEAVES = [
  { row: "contents-end", sound: "zeroing", broken: "observed-contents" },
  {
    row: "handles-lapse",
    sound: "capabilities",
    broken: "free-handle/legal free-handle/true-reason touch/legal",
  },
  { row: "release-spares-protected", sound: "zeroing", broken: "observed-kind" },
] as const;

test.each(LEAVES)("without $row, $sound is held to too much", ({ row, sound, broken }) => {
  const definition = allocatorNamed(sound);
  const rules = found(definition, widened(SMALL, definition), [row]).map(({ rule }) => rule);
  expect([...new Set(rules)].sort().join(" ")).toBe(broken);
});

describe.each(OTHERS)("$row", ({ row, by, rule = row, length, backstops }) => {
  const scope = widened(TWO_SLOTS, by);

  test("is broken, and no sooner than that", () => {
    const [first] = found(by, scope);
    expect([first?.rule, first?.steps.length]).toEqual([rule, length]);
  });

  test("taken out, only its backstops object", () => {
    const rules = found(by, scope, [row]).map((each) => each.rule);
    expect([...new Set(rules)].sort().join(" ")).toBe(backstops);
  });
});

/** The faulty allocators about provenance: the rule each breaks, and what objects when that is taken out. */
const FAULTY: readonly (readonly [rule: string, by: string, backstops: string])[] = [
  [
    "observed-kind",
    "bitmap-releases-whole",
    "alloc/exhausted audit borrow/legal borrow/true-reason free/true-reason release/legal release/true-reason reserve/overlaps-reserved",
  ],
  [
    "observed-kind",
    "bitmap-loses-the-rest",
    "borrow/legal borrow/true-reason free/reserved release/legal release/true-reason reserve/true-reason",
  ],
  [
    "observed-kind",
    "edges-round-outward",
    "alloc/exhausted alloc/free-frame audit borrow/legal borrow/true-reason release/legal release/true-reason reserve/overlaps-reserved",
  ],
  [
    "observed-kind",
    "edges-round-inward",
    "alloc/legal borrow/not-reserved borrow/true-reason free/true-reason release/not-reserved release/true-reason reserve/legal reserve/true-reason threw",
  ],
  [
    "observed-kind",
    "claims-unite",
    "alloc/exhausted alloc/free-frame borrow/legal borrow/mixed-owners borrow/true-reason free/true-reason release/legal release/true-reason threw",
  ],
  ["release/legal", "lender-takes-copies-for-slices", "release/true-reason"],
  ["derive/outside-parent", "lender-derives-beyond", "audit derive/legal"],
  [
    "release/live-slice",
    "lender-ends-parts",
    "copy/legal derive/legal derive/true-reason drop/legal insert/legal leak/legal release/legal release/true-reason stash/legal",
  ],
  ["release/stashed", "lender-forgets-stashes", "audit release/inserted release/leaked"],
  [
    "release/stashed",
    "lender-ends-stashes",
    "derive/legal derive/true-reason release/legal release/true-reason unstash/legal",
  ],
  ["release/leaked", "lender-forgets-leaks", ""],
  ["release/inserted", "lender-takes-inserts-for-copies", "release/leaked"],
  ["free-handle/stale-handle", "capabilities-frees-by-number", "free-handle/legal observed-kind"],
  [
    "touch/stale-handle",
    "capabilities-revives",
    "free-handle/stale-handle free-handle/true-reason touch/legal",
  ],
  [
    "touch/stale-handle",
    "capabilities-trusts-addresses",
    "free-handle/stale-handle free-handle/true-reason touch/legal",
  ],
  ["touch/stale-handle", "late-reads-on", "free-handle/stale-handle free-handle/true-reason touch/legal"],
  ["release/live-slice", "capabilities-ignores-held", ""],
  ["touch/stale-handle", "generations-wraps", "free-handle/stale-handle free-handle/true-reason touch/legal"],
  ["poison/live-slice", "zeroing-poisons-early", ""],
];

test.each(FAULTY)("%s taken out, %s meets its backstops alone", (rule, name, backstops) => {
  const by = allocatorNamed(name);
  const scope = widened(by.units === true ? { ...SMALL, units: 2 } : SMALL, by);
  expect(found(by, scope).map((each) => each.rule)).toEqual([rule]);
  const rules = found(by, scope, [rule]).map((each) => each.rule);
  expect([...new Set(rules)].sort().join(" ")).toBe(backstops);
});
