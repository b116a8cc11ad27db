/** What exists in a run: how many frames, owners and slices, and which parts of the specification. */

import { Misuse } from "../basics/misuse.js";
import { plural, shown } from "../basics/wording.js";
import {
  BOUND_IDS,
  BOUNDS,
  type Bound,
  type BoundId,
  CORE_BOUND_IDS,
  eachOf,
  FURTHER_BOUND_IDS,
  type ScopeBounds,
} from "./bounds.js";
import { requireChores } from "./chores.js";
import type { FrameRange } from "./frames.js";
import { ALL_FREE, framesIn, mapText, partsOfMap, zonesNamed } from "./memory-map.js";
import { inOrder, isInUnits, type ModuleId, noWindowWith } from "./module-ids.js";

// A scope is made of modules: who needs the one needs the names of the others.
export { BOOT_MODULES, inOrder, MODULE_IDS, type ModuleId, noWindowWith, standsAlone } from "./module-ids.js";

/** The bounds of one run. Two runs with equal scopes explore equal worlds. */
export interface Scope extends ScopeBounds {
  /** The parts of the specification in force: the core, and others in the order of `MODULE_IDS`. */
  readonly modules: readonly ModuleId[];
  /** What memory there is when the run begins: `free`, or a map such as `4 free, 1 hole, 3 free`. */
  readonly initial: string;
  /** The names of the allocator's own commands that must not matter, where they have names. */
  readonly chores?: readonly string[];
  /** Which zones serve a request for another one, as `2>1`; where it is not named, none does. */
  readonly fallback?: string;
}

/** The scope of a run that names none: small enough for a second, large enough for every core rule. */
export const DEFAULT_SCOPE: Scope = {
  ...eachOf(CORE_BOUND_IDS, ({ standard }) => standard),
  modules: ["core"],
  initial: ALL_FREE,
};

/** What nobody names: the map of memory says the one, the allocator the other. */
type Told = "initial" | "chores" | "fallback";

/** The bounds one may name; the rest are those of the default scope. */
export type ScopeOptions = { readonly [K in Exclude<keyof Scope, Told>]?: Scope[K] | undefined } & {
  /** What memory there is when the run begins, such as `4 free, 1 hole, 3 free`; as many frames as it has. */
  readonly map?: string | undefined;
};

/**
 * A whole scope of at most so many frames from the bounds named. Throws a `Misuse` when one is not a whole
 * number in its limits.
 */
export function scopeOf(
  options: ScopeOptions & Partial<Pick<Scope, Told>>,
  most: number = BOUNDS.frames.most,
): Scope {
  for (const name of BOUND_IDS) requireInLimits(name, options[name], name === "frames" ? most : undefined);
  const further = FURTHER_BOUND_IDS.filter(
    (name) => (options[name] ?? BOUNDS[name].standard) !== BOUNDS[name].standard,
  );
  const { initial = ALL_FREE, map = initial === ALL_FREE ? undefined : initial } = options;
  const parts = map === undefined ? null : partsOfMap(map);
  const frames = parts === null ? options.frames : framesIn(parts);
  requireInLimits("frames", frames, most);
  const zones = zonesNamed(parts ?? []);
  requireLike("frame", options.frames, frames);
  if (zones > 0) requireLike("zone", options.zones, zones);
  const hasHole = parts?.some(({ kind }) => kind === "hole") === true;
  const scope: Scope = {
    ...DEFAULT_SCOPE,
    ...eachOf(CORE_BOUND_IDS, ({ standard }, name) => options[name] ?? standard),
    ...(frames === undefined ? {} : { frames }),
    // What is no memory, and what is refused for it, the module about regions knows.
    modules: inOrder([
      ...(options.modules ?? DEFAULT_SCOPE.modules),
      ...(hasHole ? ["regions"] : []),
      ...(zones > 0 ? ["zones"] : []),
    ]),
    initial: parts === null ? ALL_FREE : mapText(parts),
    ...boundsAmong(
      options,
      further.filter((name) => name !== "zones" || zones === 0),
    ),
    ...(options.windowAt !== undefined && (options.pool ?? 0) === 0 && options.windowAt > 0
      ? { pool: options.windowAt + (frames ?? DEFAULT_SCOPE.frames) }
      : {}),
    ...(options.chores === undefined ? {} : { chores: requireChores(options.chores) }),
    ...(options.fallback === undefined ? {} : { fallback: options.fallback }),
  };
  if (gridOf(scope) > most)
    throw new Misuse(
      "bad-scope",
      `${scope.frames} frames of ${unitsOf(scope)} units are ${gridOf(scope)} units`,
      `a scope has at most ${most}`,
    );
  requireWindow(scope);
  const whole = scope.modules.find((id) => !isInUnits(id));
  if (unitsOf(scope) > 1 && whole !== undefined)
    throw new Misuse(
      "bad-scope",
      `the module ${whole} counts in whole frames`,
      "leave out units, or the module",
    );
  return scope;
}

/** Throws a `Misuse` where a scope says one number of something, and its map another. */
function requireLike(what: string, named: number | undefined, ofMap: number | undefined): void {
  if (named === undefined || named === ofMap) return;
  throw new Misuse(
    "bad-map",
    `the map has ${plural(ofMap ?? 0, what)}, and the scope ${named}`,
    "leave out one of them",
  );
}

/** Throws a `Misuse` where a scope is no window of its pool. */
function requireWindow({ windowAt = 0, pool = 0, ...scope }: Scope): void {
  if (pool === 0 && windowAt === 0) return;
  const bad = (what: string, remedy: string) => new Misuse("bad-window", what, remedy);
  const end = windowAt + scope.frames;
  if (end > pool)
    throw bad(
      `${plural(scope.frames, "frame")} at frame ${windowAt} end at ${end}, and the pool at ${pool}`,
      `for example --pool ${end}`,
    );
  if (scope.initial !== ALL_FREE || unitsOf(scope) > 1)
    throw bad("a window has no map and no units", "leave out pool, or the map and units");
  const none = noWindowWith(scope.modules);
  if (none !== null) throw bad(`there are no windows with ${none}`, "leave out pool, or the module");
}

function requireInLimits(name: BoundId, bound: number | undefined, most: number = BOUNDS[name].most): void {
  const { least, standard } = BOUNDS[name];
  if (bound === undefined || (Number.isInteger(bound) && bound >= least && bound <= most)) return;
  throw new Misuse(
    "bad-scope",
    `${name} must be a whole number from ${least} to ${most}, not ${shown(bound)}`,
    `for example ${name}: ${standard}`,
  );
}

/** The bounds and the map that are named among some options. */
export function worldAmong(options: ScopeOptions): ScopeOptions {
  const { map } = options;
  return { ...boundsAmong(options), ...(map === undefined ? {} : { map }) };
}

/** The bounds that are named among some options. */
export function boundsAmong(
  options: ScopeOptions,
  names: readonly BoundId[] = BOUND_IDS,
): { readonly [K in BoundId]?: number } {
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** What a bound is in a scope: the standard where it is not named. */
export function boundIn(scope: Scope, name: BoundId): number {
  return scope[name] ?? BOUNDS[name].standard;
}

/** How many units a frame has. */
export function unitsOf(scope: Scope): number {
  return boundIn(scope, "units");
}

/** How many nodes memory can belong to, numbered from 1; 0 where there are none. */
export function nodesOf(scope: Scope): number {
  return scope.modules.includes("nodes") ? boundIn(scope, "nodes") : 0;
}

/** How many entries the allocator's arrays begin with. */
export function capacityOf(scope: Scope): number {
  return boundIn(scope, "capacity");
}

/** The page frame number of frame 0 of the scope. */
export function startPfnOf(scope: Pick<Scope, "startPfn" | "windowAt" | "pool">): number {
  return (scope.startPfn ?? BOUNDS.startPfn.standard) + originOf(scope);
}

/** The frame of the pool that is frame 0 of the scope: 0 unless the scope is a window. */
export function originOf({ windowAt = 0, pool = 0 }: Pick<Scope, "windowAt" | "pool">): number {
  return pool === 0 ? 0 : windowAt;
}

/** Whether the scope is a window of a larger pool. */
export function isWindow({ pool = 0 }: Pick<Scope, "pool">): boolean {
  return pool > 0;
}

/** The whole pool as the allocator is to make it: it knows of no window. */
export function poolOf(scope: Scope): Scope {
  const { windowAt: _, pool = 0, ...rest } = scope;
  return pool === 0 ? scope : { ...rest, frames: pool };
}

/** The number by which the pool knows a frame of the scope. What lies outside the window comes after it. */
export function inPool({ windowAt = 0, pool = 0 }: Pick<Scope, "windowAt" | "pool">, frame: number): number {
  return frame < pool ? (frame + windowAt) % pool : frame;
}

/** The number in the scope of a frame of the pool: below `frames` where it lies in the window. */
export function inScope({ windowAt = 0, pool = 0 }: Pick<Scope, "windowAt" | "pool">, frame: number): number {
  return frame >= 0 && frame < pool ? (frame - windowAt + pool) % pool : frame;
}

/** Whether a frame's address, and not its place in the pool, is a multiple of so many frames. */
export function isAligned(
  scope: Pick<Scope, "startPfn" | "windowAt" | "pool">,
  frame: number,
  align: number,
): boolean {
  return (startPfnOf(scope) + frame) % align === 0;
}

/** How many handles can be held at once. */
export function handlesOf(scope: Scope): number {
  return boundIn(scope, "handles");
}

/** How many bits the generation of a frame has, where an allocator counts generations. */
export function generationBitsOf(scope: Scope): number {
  return boundIn(scope, "generationBits");
}

/** How many units the frames of a scope have together: ranges, slices and reservations count in them. */
export function gridOf(scope: Scope): number {
  return scope.frames * unitsOf(scope);
}

/** The units of one frame. */
export function unitsOfFrame(scope: Scope, frame: number): FrameRange {
  return { start: frame * unitsOf(scope), count: unitsOf(scope) };
}

/** A scope in words: `4 frames, 2 owners, 3 slices`, and whatever it has beyond the core. */
export function describeScope(scope: Scope): string {
  const { frames, owners, slices, modules } = scope;
  const counts = [plural(frames, "frame"), plural(owners, "owner"), plural(slices, "slice")];
  const further = FURTHER_BOUND_IDS.flatMap((name) => {
    const bound = scope[name];
    const { said = (number) => `${name} ${number}` }: Bound = BOUNDS[name];
    return bound === undefined ? [] : [said(bound)];
  });
  const more = modules.length > 1 ? [`modules ${modules.join("+")}`] : [];
  const map = scope.initial === ALL_FREE ? [] : [`map ${scope.initial}`];
  const own = scope.chores === undefined ? [] : [`chores ${scope.chores.join("+")}`];
  const order = scope.fallback === undefined ? [] : [`fallback ${scope.fallback}`];
  return [...counts, ...further, ...more, ...own, ...order, ...map].join(", ");
}

/** The same for a cell of a table: modules by their names alone. */
export function briefScope(scope: Scope): string {
  return describeScope(scope).replace("modules core+", "");
}
