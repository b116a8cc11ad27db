/** What exists in a run: how many frames, owners and slices, and which parts of the specification. */

import type { FrameRange } from "./frames.js";
import { Misuse } from "./misuse.js";
import { plural, quoted } from "./wording.js";

/** The parts of the specification that are the world of a boot allocator. */
export const BOOT_MODULES = ["regions", "limits", "nodes", "flags", "hand-over", "growth"] as const;

/** The parts of the specification: each brings commands, reasons and fields of state (`modules.ts`). */
export const MODULE_IDS = [
  "core",
  "blocks",
  "phases",
  "foreign",
  ...BOOT_MODULES,
  "provenance",
  "protected",
  "handles",
  "quarantine",
  "contents",
] as const;
export type ModuleId = (typeof MODULE_IDS)[number];

/** The modules that others build on: who names one means these as well. */
const BUILT_ON: { readonly [K in ModuleId]?: readonly ModuleId[] } = {
  limits: ["regions"],
  nodes: ["regions"],
  flags: ["regions"],
  "hand-over": ["regions", "phases"],
  growth: ["regions"],
  quarantine: ["handles"],
};

/** Whether a module is in force unasked; those built on regions together are too much for one search. */
export function standsAlone(id: ModuleId): boolean {
  return BUILT_ON[id]?.includes("regions") !== true;
}

/** The bounds of one run. Two runs with equal scopes explore equal worlds. */
export interface Scope {
  /** Page frames, numbered 0 to `frames - 1`. */
  readonly frames: number;
  /** Owners of reservations, numbered 1 to `owners`. */
  readonly owners: number;
  /** The most slices alive at once: a bound of the run, not a rule for allocators. */
  readonly slices: number;
  /** The parts of the specification in force: the core, and others in the order of `MODULE_IDS`. */
  readonly modules: readonly ModuleId[];
  /** How the run begins: with every frame free. */
  readonly initial: "free";
  /** How many units a frame has, where it is more than one: ranges are then counted in units. */
  readonly units?: number;
  /** How many nodes memory can belong to, where that is not two: for the module `nodes`. */
  readonly nodes?: number;
  /** How many entries the allocator's arrays begin with, where that is not two: for the module `growth`. */
  readonly capacity?: number;
  /** The most handles held at once, each in a slot of its own: a bound of the run. */
  readonly handles?: number;
  /** How many bits an allocator that counts generations has for the count of a frame. */
  readonly generationBits?: number;
}

/** The bounds a scope may have. A range number must fit 16 bits and an owner a byte. */
export const SCOPE_LIMITS = {
  frames: { least: 1, most: 64 },
  owners: { least: 1, most: 8 },
  slices: { least: 1, most: 16 },
  units: { least: 1, most: 8 },
  nodes: { least: 1, most: 4 },
  capacity: { least: 1, most: 128 },
  handles: { least: 1, most: 8 },
  generationBits: { least: 1, most: 8 },
} as const;

/** The modules that count in units where frames have several. */
const IN_UNITS: readonly ModuleId[] = ["core", "phases", "foreign", ...BOOT_MODULES];

/** Bounds that few scopes name, each with what it is where it is not named. */
const SELDOM = { units: 1, nodes: 2, capacity: 2, handles: 2, generationBits: 2 } as const;

/** The scope of a run that names none: small enough for a second, large enough for every core rule. */
export const DEFAULT_SCOPE: Scope = { frames: 4, owners: 2, slices: 3, modules: ["core"], initial: "free" };

/** The bounds one may name; the rest are those of the default scope. */
export type ScopeOptions = { readonly [K in Exclude<keyof Scope, "initial">]?: Scope[K] | undefined };

/** A whole scope from the bounds named. Throws a `Misuse` when one is not a whole number in its limits. */
export function scopeOf(options: ScopeOptions): Scope {
  for (const [name, { least, most }] of Object.entries(SCOPE_LIMITS)) {
    const bound = options[name as keyof typeof SCOPE_LIMITS];
    if (bound === undefined || (Number.isInteger(bound) && bound >= least && bound <= most)) continue;
    throw new Misuse(
      "bad-scope",
      `${name} must be a whole number from ${least} to ${most}, not ${bound}`,
      `for example ${name}: ${standardBound(name as keyof typeof SCOPE_LIMITS)}`,
    );
  }
  const {
    frames = DEFAULT_SCOPE.frames,
    owners = DEFAULT_SCOPE.owners,
    slices = DEFAULT_SCOPE.slices,
    modules = DEFAULT_SCOPE.modules,
  } = options;
  const seldom = Object.entries(SELDOM).filter(([name, standard]) => {
    const bound = options[name as keyof typeof SELDOM];
    return bound !== undefined && bound !== standard;
  });
  const more = Object.fromEntries(seldom.map(([name]) => [name, options[name as keyof typeof SELDOM]]));
  const scope = { ...DEFAULT_SCOPE, frames, owners, slices, modules: inOrder(modules), ...more };
  if (gridOf(scope) > SCOPE_LIMITS.frames.most)
    throw new Misuse(
      "bad-scope",
      `${frames} frames of ${unitsOf(scope)} units are ${gridOf(scope)} units`,
      `a scope has at most ${SCOPE_LIMITS.frames.most}`,
    );
  const whole = scope.modules.find((id) => !IN_UNITS.includes(id));
  if (unitsOf(scope) > 1 && whole !== undefined)
    throw new Misuse(
      "bad-scope",
      `the module ${whole} counts in whole frames`,
      "leave out units, or the module",
    );
  return scope;
}

/** The bounds that are named among some options. */
export function boundsAmong(options: ScopeOptions): ScopeOptions {
  const names = Object.keys(SCOPE_LIMITS) as (keyof typeof SCOPE_LIMITS)[];
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** What a bound is where it is not named. */
export function standardBound(name: keyof typeof SCOPE_LIMITS): number {
  const bounds: ScopeOptions = { ...SELDOM, ...DEFAULT_SCOPE };
  return bounds[name]!; // one of the two has each
}

/** How many units a frame has. */
export function unitsOf({ units = SELDOM.units }: Scope): number {
  return units;
}

/** How many nodes memory can belong to, numbered from 1; 0 where there are none. */
export function nodesOf({ nodes = SELDOM.nodes, modules }: Scope): number {
  return modules.includes("nodes") ? nodes : 0;
}

/** How many entries the allocator's arrays begin with. */
export function capacityOf({ capacity = SELDOM.capacity }: Scope): number {
  return capacity;
}

/** How many handles can be held at once. */
export function handlesOf({ handles = SELDOM.handles }: Scope): number {
  return handles;
}

/** How many bits the generation of a frame has, where an allocator counts generations. */
export function generationBitsOf({ generationBits = SELDOM.generationBits }: Scope): number {
  return generationBits;
}

/** How many units the frames of a scope have together: ranges, slices and reservations count in them. */
export function gridOf(scope: Scope): number {
  return scope.frames * unitsOf(scope);
}

/** The units of one frame. */
export function unitsOfFrame(scope: Scope, frame: number): FrameRange {
  return { start: frame * unitsOf(scope), count: unitsOf(scope) };
}

/**
 * Some modules in their order, the core and what they build on among them. Throws a `Misuse` for a name
 * that none has.
 */
export function inOrder(modules: readonly string[]): ModuleId[] {
  const unknown = modules.find((name) => !MODULE_IDS.some((id) => id === name));
  if (unknown !== undefined)
    throw new Misuse(
      "unknown-module",
      `there is no module ${quoted(unknown)}`,
      `the modules are ${MODULE_IDS.join(", ")}`,
    );
  const named = MODULE_IDS.filter((id) => id === "core" || modules.includes(id));
  const meant = named.flatMap((id) => [id, ...(BUILT_ON[id] ?? [])]);
  return MODULE_IDS.filter((id) => meant.includes(id));
}

/** A scope in words: `4 frames, 2 owners, 3 slices`, and whatever it has beyond the core. */
export function describeScope({ frames, owners, slices, modules, ...seldom }: Scope): string {
  const more = modules.length > 1 ? [`modules ${modules.join("+")}`] : [];
  const bounds = Object.keys(SELDOM).flatMap((name) => {
    const bound = seldom[name as keyof typeof SELDOM];
    return bound === undefined ? [] : [`${name} ${bound}`];
  });
  const counts = [plural(frames, "frame"), plural(owners, "owner"), plural(slices, "slice")];
  return [...counts, ...bounds, ...more].join(", ");
}
