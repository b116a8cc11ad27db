/**
 * What a check can be told of what to check, in what world and for how long: one row an option, whichever
 * door it comes through. The command line, the config, `check()` and `toRefine()` all read this table. How a
 * check runs (`--workers`, `--max-command-seconds`, outputs) is for the command line alone, which has other
 * threads to run it on.
 */
import type { Reach } from "../../explore/check/growing.js";
import type { WantedWindows } from "../../explore/evidence/standard-windows.js";
import type { Keep } from "../../explore/search/finding-log.js";
import type { Budget } from "../../explore/search/search.js";
import { STANDARD_SUSPICION } from "../../explore/systems/resampling.js";
import { requireNoMore } from "../../model/basics/given.js";
import { Misuse } from "../../model/basics/misuse.js";
import { shown } from "../../model/basics/wording.js";
import type { GivenContract } from "../../model/contracts/contract-checks.js";
import { contractOf } from "../../model/socket/define.js";
import { inOrder, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { type NumberOption, requireNumber } from "./number-option.js";
import {
  ALPHABETS,
  type Alphabet,
  BUDGET_OPTIONS,
  parseMemory,
  requireFrame,
  SCOPE_OPTIONS,
  SUSPICION_OPTION,
} from "./options.js";

/** When a check must stop, as a person says it. */
export interface Limits extends Budget {
  /** The same as `maxMemoryBytes`, in megabytes or with a unit, as in `"2G"`. */
  readonly maxMemory?: number | string;
}

/** Every option by its name in a program. */
export interface CheckSettings extends ScopeOptions, Limits {
  /** The contract to hold the allocator to, by name or by value; its own when absent. */
  readonly contract?: string | GivenContract;
  /** Go on after a finding: the first of each command and rule. */
  readonly all?: boolean;
  /** End at the first finding; else a check goes on for a while, and tells the first of each rule. */
  readonly first?: boolean;
  /**
   * Look back over a search that has closed: what is held can come back, and what is free can be handed out.
   */
  readonly canAlways?: boolean;
  /**
   * Whether the scope is explored again as a window of a larger pool: at the standard places, at these
   * frames, or not at all; at one place, where that is short, when absent.
   */
  readonly windows?: boolean | readonly number[];
  /** Whether 1, 2, 3 frames and so on are explored first, to `frames`, and what each adds is told. */
  readonly grow?: boolean;
  /** How many commands of each state are run again on a second instance, on average: 0.25 when absent. */
  readonly suspicion?: number;
  /** `foreign` to also give arguments from outside the pool. */
  readonly alphabet?: Alphabet;
}

/** What an option takes: a number in its limits, or what a function of its value finds no fault with. */
type Row = NumberOption | ((value: unknown, name: string) => unknown);

const flag: Row = (value, name) => typeof value === "boolean" || refuse(name, "true or false", value, "true");

const bytes: NumberOption = { ...BUDGET_OPTIONS.maxStates, flag: "--max-memory", help: "bytes" };

/** The options of `Limits`, which `check()` takes as its `budget`. */
const LIMITS: { readonly [K in keyof Limits]-?: Row } = {
  ...BUDGET_OPTIONS,
  maxMemoryBytes: bytes,
  maxMemory: (value, name) =>
    typeof value === "number" || typeof value === "string"
      ? parseMemory(value)
      : refuse(name, "a size", value, '"2G"'),
};

/** What each option takes. */
export const CHECK_OPTIONS: { readonly [K in keyof CheckSettings]-?: Row } = {
  ...SCOPE_OPTIONS,
  ...LIMITS,
  suspicion: SUSPICION_OPTION,
  modules: (value, name) =>
    Array.isArray(value) && value.every((id) => typeof id === "string")
      ? inOrder(value)
      : refuse(name, "a list of modules", value, '["core"]'),
  contract: (value) => contractOf(value as string | GivenContract), // which looks at what it is given
  all: flag,
  first: flag,
  canAlways: flag,
  grow: flag,
  windows: (value, name) =>
    typeof value === "boolean" ||
    (Array.isArray(value) && value.length > 0 && value.every((at) => typeof at === "number")
      ? (value as unknown[]).every((at) => typeof at === "number" && requireFrame(at) === at)
      : refuse(name, "true, false or a list of frames", value, "[29, 62]")),
  map: (value, name) =>
    typeof value === "string" ? scopeOf({ map: value }) : refuse(name, "a map", value, '"3 free, 1 hole"'),
  alphabet: (value, name) =>
    ALPHABETS.some((id) => id === value) || refuse(name, ALPHABETS.join(" or "), value, '"foreign"'),
};

/** What `check()` and `toRefine()` take: the same, with the limits together. */
export interface CheckOptions extends Omit<CheckSettings, keyof Limits> {
  readonly budget?: Limits;
}

const NAMES = [...Object.keys(CHECK_OPTIONS).filter((name) => !(name in LIMITS)), "budget"];

/** Throws a `Misuse` for the first option that is none, or that has a value it does not take. */
export function requireSettings(options: unknown): void {
  const { budget = {}, ...rest } = requireObject("check", options);
  const limits = requireObject("budget", budget);
  if (rest["proved"] !== undefined)
    throw new Misuse(
      "bad-option",
      "proved is of the command line and of a config: a solver is waited for, and this returns at once",
      "use allocheck check --proved TARGET, or proved: true in a config",
    );
  const limit = Object.keys(rest).find((name) => name in LIMITS);
  if (limit !== undefined)
    throw new Misuse(
      "unknown-option",
      `check takes no ${limit}: it is of a budget`,
      `write: budget: { ${limit}: ... }`,
    );
  requireNoMore("check", without(rest, NAMES), NAMES);
  requireNoMore("budget", without(limits, Object.keys(LIMITS)), Object.keys(LIMITS));
  for (const [name, value] of [...Object.entries(rest), ...Object.entries(limits)])
    if (value !== undefined) requireSetting(name as keyof CheckSettings, value);
}

/** The budget of a search: what is not given does not stop it. */
export function budgetOf({ maxMemory, ...limits }: Limits): Budget {
  return maxMemory === undefined ? limits : { ...limits, maxMemoryBytes: parseMemory(maxMemory) };
}

/** What is kept where nobody says it: an allocator of `theirs` may have several faults. */
export function standardKeep(theirs: boolean): Keep {
  return theirs ? "rules" : "first";
}

/** What is kept of all that is found. Throws a `Misuse` where two options say two things. */
export function keepOf(
  { all = false, first = false }: Pick<CheckSettings, "all" | "first">,
  theirs: boolean,
): Keep {
  if (all && first)
    throw new Misuse(
      "bad-option",
      "first and all do not go together, and known findings ask for all",
      "leave one of them out",
    );
  return all ? "all" : first ? "first" : standardKeep(theirs);
}

/** The windows that are asked for. */
export function windowsAmong({ windows }: CheckSettings): WantedWindows {
  if (windows === undefined) return "one";
  if (typeof windows === "boolean") return windows ? "standard" : "none";
  return windows;
}

/**
 * How far a check grows where that is asked for, in a window no further than its pool. Throws a `Misuse`
 * where a map says which frames there are.
 */
export function growthOf({ grow, frames, map, pool = 0, windowAt = 0 }: CheckSettings): Reach | null {
  if (grow !== true) return null;
  if (map !== undefined)
    throw new Misuse(
      "bad-option",
      "grow explores 1, 2, 3 frames and so on, and a map says how many there are",
      "leave one of them out",
    );
  return { most: frames ?? (pool === 0 ? null : pool - windowAt) };
}

/** How much is doubted where nothing is said. */
export function suspicionOf({ suspicion = STANDARD_SUSPICION }: CheckSettings): number {
  return suspicion;
}

function requireSetting(name: keyof CheckSettings, value: unknown): void {
  const row = CHECK_OPTIONS[name];
  if (name in SCOPE_OPTIONS) {
    scopeOf({ [name]: value }); // which has the same limits, and a code of its own
    return;
  }
  if (typeof row === "function") row(value, name);
  else requireNumber(row, typeof value === "number" ? value : Number.NaN, shown(value), `${name}: `);
}

function requireObject(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Misuse(
    "bad-option",
    `${name} takes an object, not ${shown(value)}`,
    "leave it out, or write: {}",
  );
}

function without(options: Readonly<Record<string, unknown>>, known: readonly string[]): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !known.includes(name)));
}

function refuse(name: string, takes: string, value: unknown, example: string): never {
  throw new Misuse(
    "bad-option",
    `${name} takes ${takes}, not ${shown(value)}`,
    `for example ${name}: ${example}`,
  );
}
