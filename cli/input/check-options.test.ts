/** Every option of a check goes through every door, with values that are right and that are wrong. */
import { describe, expect, test } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import { check } from "../../index.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { BOUND_IDS, BOUNDS, FURTHER_BOUND_IDS } from "../../model/words/bounds.js";
import { withoutIdle } from "../../model/words/idle-bounds.js";
import { scopeOf } from "../../model/words/scope.js";
import { inProcess } from "../../testing/in-process.js";
import "../../vitest.js";
import { CHECK_OPTIONS, type CheckSettings } from "./check-options.js";
import { parseConfig } from "./config.js";
import { jobsOf } from "./jobs.js";

type Name = keyof CheckSettings;

/** Values, each as a program gives it; a text in second place is how it is typed where that differs. */
interface Values {
  readonly flag: string | null;
  readonly good: readonly unknown[];
  /** What cannot be typed is for programs alone. */
  readonly bad: readonly unknown[];
  readonly untyped: readonly unknown[];
}

const NUMBERS = { bad: [-1, 1.5, "three", ""], untyped: [Number.NaN, null, [], {}, true, "3"] } as const;
const count = (flag: string, most: number): Values => ({
  flag,
  good: [1, most],
  bad: [...NUMBERS.bad, 0, most + 1],
  untyped: NUMBERS.untyped,
});

const VALUES: { readonly [K in Name]-?: Values } = {
  frames: count("--frames", 64),
  owners: count("--owners", 8),
  slices: count("--slices", 16),
  units: { ...count("--units", 8), good: [1] }, // a bitmap takes frames whole
  startPfn: { ...count("--start-pfn", 2 ** 52), good: [0, 1, 2 ** 52], bad: [...NUMBERS.bad, 2 ** 53] },
  windowAt: { ...count("--window-at", 4095), good: [0, 60], bad: [...NUMBERS.bad, 4096] },
  pool: { ...count("--pool", 4096), good: [0, 64, 4096], bad: [...NUMBERS.bad, 4097] },
  nodes: count("--nodes", 4),
  zones: count("--zones", 4),
  capacity: count("--capacity", 128),
  handles: count("--handles", 8),
  sharers: { ...count("--sharers", 16), good: [2, 16] },
  generationBits: count("--generation-bits", 8),
  // Several need an allocator that says how it takes its steps.
  cpus: { ...count("--cpus", 4), good: [1] },
  maxSwitches: { flag: "--max-switches", good: [0, 1, 1000], ...NUMBERS },
  maxAccesses: count("--max-accesses", 10_000),
  maxDepth: { flag: "--max-depth", good: [0, 1], ...NUMBERS },
  maxStates: { flag: "--max-states", good: [1, 99], bad: [...NUMBERS.bad, 0], untyped: NUMBERS.untyped },
  maxSeconds: {
    flag: "--max-seconds",
    good: [0.5, 60],
    bad: [-1, "soon", 31_536_001],
    untyped: [Number.NaN, Number.POSITIVE_INFINITY, null, "60"],
  },
  maxMemory: {
    flag: "--max-memory",
    good: [64, "64M", "0.5G"],
    bad: [0, -1, "much", "64MB"],
    untyped: [Number.NaN, null, {}],
  },
  maxMemoryBytes: { flag: null, good: [1 << 20], bad: [0, -1, 1.5], untyped: [Number.NaN, "64M", null] },
  windows: {
    flag: null, // of several options
    good: [true, false, [0, 29]],
    bad: [[], [-1], [4096], ["29"], "all"],
    untyped: [null, 29, {}],
  },
  suspicion: {
    flag: "--suspicion",
    good: [0, 0.5, 1000],
    bad: [-1, 1001, "all"],
    untyped: [Number.NaN, null, "0.5", {}],
  },
  modules: {
    flag: "--modules",
    good: [["core"], ["core", "foreign"]],
    bad: [["bloks"], ["Core"], ["constructor"]],
    untyped: ["core", null, [1], {}],
  },
  map: {
    flag: "--map",
    good: ["1 free", "2 free"],
    bad: ["four free", "4", "", "0 free", "4 frei", "65 free", "2 free,", "2 free, 70 hole"],
    untyped: [4, null, [], {}],
  },
  alphabet: {
    flag: "--alphabet",
    good: ["pool", "foreign"],
    bad: ["Foreign", "latin", "toString"],
    untyped: [true, null, ["foreign"]],
  },
  contract: {
    flag: "--contract",
    good: ["strict", "late"],
    bad: ["strikt", "__proto__"],
    untyped: [null, 3, [], {}, { id: "mine", promises: null }],
  },
  canAlways: { flag: "--can-always", good: [true, false], bad: [], untyped: ["yes", 1, null] },
  grow: { flag: "--grow", good: [true, false], bad: [], untyped: ["yes", 1, null] },
  all: { flag: "--all", good: [true, false], bad: [], untyped: ["yes", 1, null] },
  first: { flag: "--first", good: [true, false], bad: [], untyped: ["yes", 1, null] },
};

const NAMES = Object.keys(VALUES) as Name[];
const IN_BUDGET: readonly Name[] = ["maxDepth", "maxStates", "maxSeconds", "maxMemory", "maxMemoryBytes"];
const IN_CONFIG = NAMES.filter((name) => !["contract", "all", "first", "maxMemoryBytes"].includes(name));

/** The module without which an option says nothing. */
function moduleOf(name: string): string | null {
  const bound = BOUND_IDS.find((id) => id === name);
  return bound === undefined ? null : BOUNDS[bound].of;
}

/** A world of one frame, before whose first command a check stops; and the option. */
function given(name: Name, value: unknown): object {
  const of = moduleOf(name);
  const modules = of === null ? {} : { modules: [of] };
  const small = { ...(name === "map" ? {} : { frames: 1 }), owners: 1, slices: 1, ...modules };
  if (IN_BUDGET.includes(name)) return { ...small, budget: { maxDepth: 0, [name]: value } };
  return { ...small, budget: { maxDepth: 0 }, [name]: value };
}

/** What a door says: `taken`, or the code of its misuse. */
function said(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isMisuse(error)) return error.code;
    expect(String(error)).toContain("unfinished"); // the matcher fails for a check that was stopped
  }
  return "taken";
}

const doors: Readonly<Record<string, (options: object) => string>> = {
  "check()": (options) => said(() => check(bitmap, options)),
  "toRefine()": (options) => said(() => expect(bitmap).toRefine(options)),
};

async function typed({ flag }: Values, value: unknown): Promise<number | null> {
  const text = Array.isArray(value) ? value.join() : String(value);
  const isFlag = ["--all", "--first", "--can-always", "--grow"].includes(flag ?? "");
  const words = isFlag ? (value === true ? [flag ?? ""] : []) : [flag ?? "", text];
  return (await inProcess(["check", "bitmap", ...words, "--print-config"])).code;
}

function configured(name: Name, value: unknown): string {
  const part = IN_BUDGET.includes(name)
    ? "budget"
    : ["suspicion", "canAlways", "windows", "grow", "modules", "alphabet"].includes(name)
      ? null
      : "scope";
  const target = { module: "bitmap", ...(part === null ? { [name]: value } : { [part]: { [name]: value } }) };
  return said(() => parseConfig({ targets: [target] }, "it"));
}

test("the table is of all options, and of no other", () => {
  expect(NAMES.sort()).toEqual(Object.keys(CHECK_OPTIONS).sort());
});

describe.each(NAMES)("%s", (name) => {
  const values = VALUES[name];

  test("is taken by every door where it is right", async () => {
    for (const value of values.good) {
      for (const [door, ask] of Object.entries(doors))
        expect([door, value, ask(given(name, value))]).toEqual([door, value, "taken"]);
      if (values.flag !== null) expect([value, await typed(values, value)]).toEqual([value, 0]);
      if (IN_CONFIG.includes(name)) expect([value, configured(name, value)]).toEqual([value, "taken"]);
    }
  });

  test("is refused by every door where it is wrong", async () => {
    for (const value of [...values.bad, ...values.untyped])
      for (const [door, ask] of Object.entries(doors))
        expect([door, value, ask(given(name, value))]).not.toEqual([door, value, "taken"]);
    for (const value of values.bad) {
      if (values.flag !== null) expect([value, await typed(values, value)]).toEqual([value, 2]);
      if (IN_CONFIG.includes(name)) expect([value, configured(name, value)]).toEqual([value, "bad-config"]);
    }
    if (IN_CONFIG.includes(name))
      for (const value of values.untyped)
        if (name !== "maxMemory" || typeof value !== "string")
          expect([value, configured(name, value)]).toEqual([value, "bad-config"]);
  });
});

test("what is not given is what is undefined", () => {
  for (const name of NAMES) expect(said(() => check(bitmap, given(name, undefined)))).toBe("taken");
});

test.each<readonly [string, unknown]>([
  ["no object", null],
  ["a list", []],
  ["an option of nobody", { frame: 3 }],
  ["a limit of nobody", { budget: { maxDepths: 3 } }],
  ["a limit beside the budget", { maxDepth: 3 }],
  ["a budget that is null", { budget: null }],
  ["a budget that is a number", { budget: 3 }],
  ["how a check runs", { workers: 2 }],
])("refused as options: %s", (_, options) => {
  for (const ask of Object.values(doors)) expect(ask(options as object)).toMatch(/^(bad|unknown)-option$/);
});

const idle = FURTHER_BOUND_IDS.filter((name) => moduleOf(name) !== null);

test.each(idle)(
  "%s is refused where its module is not in force, unless it is said of all targets",
  (name) => {
    const value = BOUNDS[name].most;
    for (const ask of Object.values(doors)) expect(ask({ frames: 1, [name]: value })).toBe("idle-bound");
    const scope = scopeOf({ frames: 1, [name]: value });
    expect(withoutIdle(scope, "bitmap", [name])).toEqual(scopeOf({ frames: 1 }));
    const read = { targets: [{ module: "bitmap" }], defaults: { scope: { [name]: value } } };
    expect(jobsOf([], {}, read)[0]?.forAll).toEqual([name]);
    expect(jobsOf([], { [name]: value }, read)[0]).not.toHaveProperty("forAll");
  },
);
