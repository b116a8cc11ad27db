/** What to check: from targets and options, and where none are named, from the config. */

import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import type { Budget } from "../../explore/search/search.js";
import { NAMED } from "../../impl/registry.js";
import { Misuse } from "../../model/basics/misuse.js";
import { BOUND_IDS } from "../../model/words/bounds.js";
import { isAllFree } from "../../model/words/initial-memory.js";
import { boundsAmong, type ModuleId, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { contractNamed } from "../targets/by-name.js";
import { allocatorNamed, isFile, targetOf } from "../targets/names.js";
import type { Target } from "../targets/target.js";
import type { Job } from "../workers/messages.js";
import {
  budgetOf,
  type CheckSettings,
  growthOf,
  keepOf,
  type Limits,
  windowsAmong,
} from "./check-options.js";
import type { Config } from "./config.js";

/** The options of `check` that say what to check, in what world and for how long. */
export interface JobOptions extends Omit<CheckSettings, "maxMemoryBytes" | "map" | "contract"> {
  /** A run of each; `false` is what a config says undone, as with the others. */
  readonly map?: readonly string[] | false;
  readonly contract?: string | false;
  readonly specOnly?: boolean;
  /** Whether what a solver proves of the rules stands beside each run. */
  readonly proved?: boolean;
  /** How many random commands in a large pool. */
  readonly sample?: number;
  /** At which frames; wins over `windows`. */
  readonly window?: readonly number[];
  readonly maxCommandSeconds?: number;
}

/** One target with what the config says of it. */
export type Wanted = Config["targets"][number];

/** The checks to run, in order. Throws a `Misuse` for a name nobody has. */
export function jobsOf(targets: readonly string[], options: JobOptions, config: Config | null): Job[] {
  const { map: maps = [undefined], ...rest } = options;
  return (maps === false ? [false as const] : maps).flatMap((map) =>
    jobsIn(targets, { ...rest, map }, config),
  );
}

/** The options with one map. */
type OneMap = Omit<JobOptions, "map"> & { readonly map: string | false | undefined };

function jobsIn(targets: readonly string[], options: OneMap, config: Config | null): Job[] {
  if (options.specOnly === true) return [specificationJob(targets, options, config)];
  return wanted(targets, config).flatMap((wanted) => {
    const asked = options.contract ?? wanted.contract;
    const contract = asked === false ? undefined : asked; // an empty name is refused
    const target = built(targetOf(wanted.module), wanted);
    const worlds = worldsOf(options, wanted, config, target);
    if (target.kind === "built-in" && worlds.some(({ scope }) => !isAllFree(scope)))
      throw new Misuse(
        "bad-map",
        `${target.name} is given no map: all frames of a scope are its pool`,
        "check a file whose make reads memoryOf(scope)",
      );
    return worlds.map((world) => ({
      target,
      // A file may bring a contract of its own; only names given here are looked up.
      ...(contract === undefined ? {} : { contract: contractNamed(contract).id }),
      ...world,
    }));
  });
}

/** The target, with what the config says of how it is compiled. */
export function built(target: Target, { sources, include, define, flags }: Wanted): Target {
  const build = {
    ...(sources && { sources }),
    ...(include && { include }),
    ...(define && { define }),
    ...(flags && { flags }),
  };
  return target.kind === "file" && Object.keys(build).length > 0 ? { ...target, build } : target;
}

/** The worlds of one target: where no scope is named, each of its own that it has. */
function worldsOf(options: OneMap, wanted: Wanted, config: Config | null, target: Target) {
  const world = worldOf(options, wanted, config);
  const named = boundsOf(options, wanted, config);
  const own = target.kind === "built-in" ? allocatorNamed(target.name).scopes : undefined;
  if (own === undefined || Object.keys(named).length > 0 || !world.widen) return [world];
  const foreign = world.scope.modules.filter((id) => id !== "core");
  return own.map((scope) => ({
    ...world,
    scope: scopeOf({ ...scope, modules: [...(scope.modules ?? []), ...foreign] }),
    widen: false,
  }));
}

/** The targets named, with what the config says of them; all of the config's, or every sound one. */
export function wanted(names: readonly string[], config: Config | null): Wanted[] {
  if (names.length > 0)
    return names.map(
      (name) => config?.targets.find(({ module }) => sameTarget(module, name)) ?? { module: name },
    );
  return config?.targets ?? NAMED.filter((d) => d.class === "sound").map(({ name }) => ({ module: name }));
}

/** Whether two names are of one target: a file with its `./` or without. */
export function sameTarget(a: string, b: string): boolean {
  const plain = (name: string) => (isFile(name) ? name.replace(/^\.\//, "") : name);
  return plain(a) === plain(b);
}

/** The parts of the specification and the arguments that are asked for, each where it is said last. */
export function partsOf(
  { modules, alphabet }: Pick<JobOptions, "modules" | "alphabet">,
  target: Partial<Wanted>,
  config: Config | null,
) {
  const { defaults = {} } = config ?? {};
  return {
    modules: modules ?? target.modules ?? defaults.modules,
    alphabet: alphabet ?? target.alphabet ?? defaults.alphabet,
  };
}

function worldOf(options: OneMap, target: Partial<Wanted>, config: Config | null) {
  const { modules, alphabet } = partsOf(options, target, config);
  const { map: _, ...named } = options;
  const { maxDepth, maxStates, maxSeconds, maxMemory } = options;
  const { budget = {}, maxCommandSeconds = COMMAND_SECONDS } = config?.defaults ?? {};
  const suspicion = options.suspicion ?? target.suspicion ?? config?.defaults?.suspicion;
  const canAlways = options.canAlways ?? target.canAlways ?? config?.defaults?.canAlways;
  const windows = options.window ?? options.windows ?? target.windows ?? config?.defaults?.windows;
  const grow = options.grow ?? target.grow ?? config?.defaults?.grow;
  const proved = options.proved ?? target.proved ?? config?.defaults?.proved;
  const bounds = boundsOf(options, target, config);
  const reach = growthOf({ ...bounds, grow } as CheckSettings); // what is undefined is not given
  const foreign: readonly ModuleId[] = alphabet === "foreign" ? ["foreign"] : [];
  const theirs = target.module !== undefined && isFile(target.module);
  return {
    scope: scopeOf({ ...bounds, modules: [...(modules ?? []), ...foreign] } as ScopeOptions),
    widen: modules === undefined,
    ...forAllIn(named, target, config),
    // What comes with allocheck says in which scopes it is explored.
    ...(theirs ? leftToFile(Object.keys(bounds), modules !== undefined) : {}),
    budget: budgetFrom(budget, target.budget ?? {}, { maxDepth, maxStates, maxSeconds, maxMemory }),
    keep: keepOf(options, theirs),
    ...(options.sample === undefined ? {} : { sampled: options.sample }),
    ...(reach === null ? {} : { grow: reach }),
    ...(proved === true ? { proved } : {}),
    ...(windows === undefined ? {} : { windows: windowsAmong({ windows }) }),
    ...(canAlways === true ? { canAlways } : {}),
    maxCommandSeconds: options.maxCommandSeconds ?? target.maxCommandSeconds ?? maxCommandSeconds,
    ...(suspicion === undefined ? {} : { suspicion }),
  };
}

/** The bounds and the map that are named, each where it is said last. */
function boundsOf({ map, ...options }: OneMap, target: Partial<Wanted>, config: Config | null): ScopeOptions {
  const { map: said, ...bounds } = { ...config?.defaults?.scope, ...target.scope };
  const last = map ?? said;
  // What is undefined is not given.
  return { ...bounds, ...boundsAmong(options), ...(last ? { map: last } : {}) } as ScopeOptions;
}

/** The bounds that the defaults of the config alone name: not the options, nor the target. */
export function forAllIn(
  options: ScopeOptions,
  target: Partial<Wanted>,
  config: Config | null,
): Pick<Job, "forAll"> {
  const { scope = {} } = config?.defaults ?? {};
  const own = { ...target.scope, ...boundsAmong(options) };
  const forAll = BOUND_IDS.filter((name) => scope[name] !== undefined && !(name in own));
  return forAll.length === 0 ? {} : { forAll };
}

/** What of its world a person's file is asked for, given the bounds that are named. */
function leftToFile(named: readonly string[], modules: boolean): Partial<Job> {
  return {
    ...(named.includes("owners") ? {} : { fewOwners: true }),
    ...(named.includes("startPfn") ? {} : { ownPfn: true }),
    ...(named.length > 0 || modules ? {} : { ownScopes: true }),
  };
}

type ConfigBudget = NonNullable<Wanted["budget"]>;
type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Each budget from where it is said last. */
function budgetFrom(...budgets: readonly Loose<ConfigBudget>[]): Budget {
  return budgetOf(Object.assign({}, ...budgets.map(given)) as Limits); // without what is undefined
}

function specificationJob(targets: readonly string[], options: OneMap, config: Config | null): Job {
  if (targets.length > 0 || options.contract !== undefined)
    throw new Misuse("bad-option", "--spec-only takes no target and no contract", "leave one of them out");
  return { target: { kind: "specification" }, ...worldOf(options, {}, config) };
}

/** Without the keys that have no value: those were not given. */
function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
