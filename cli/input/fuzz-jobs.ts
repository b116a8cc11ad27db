/** What to sample: from targets and options. */
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { Misuse } from "../../model/basics/misuse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { MOST_SAMPLED_FRAMES } from "../../model/words/bounds.js";
import { boundsAmong, type ModuleId, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { contractNamed } from "../targets/by-name.js";
import { allocatorNamed, targetOf } from "../targets/names.js";
import type { Job } from "../workers/messages.js";
import type { Config } from "./config.js";
import { built, forAllIn, partsOf, type Wanted, wanted } from "./jobs.js";
import type { Alphabet } from "./options.js";
import { POOL_FRAMES, SAMPLE_BOUNDS, SAMPLE_SECONDS } from "./sample-options.js";

/** The options of `fuzz` that say what to sample, in what world and for how long. */
export interface FuzzOptions extends Omit<ScopeOptions, "map"> {
  readonly alphabet?: Alphabet;
  readonly contract?: string;
  readonly seed?: number;
  readonly commands?: number;
  readonly maxSeconds?: number;
  readonly maxCommandSeconds?: number;
}

/**
 * The jobs, in order: of what is named, of all that the config names, or of every sound allocator that comes
 * with allocheck. Of a scope in the config all counts but its frames and its map: those are for a search.
 * Throws a `Misuse` for a name nobody has.
 */
export function fuzzJobs(targets: readonly string[], options: FuzzOptions, config: Config | null): Job[] {
  if (options.cpus !== undefined && options.cpus > 1)
    throw new Misuse(
      "not-sampled",
      "what several CPUs do at once is not drawn at random",
      "explore it: allocheck check TARGET --cpus 2, with --max-switches where it is much",
    );
  const standard = { ...options, seed: options.seed ?? Date.now() % 2 ** 31 };
  const all = targets.length > 0 || config !== null ? wanted(targets, config) : everySound(options);
  return all.map((each) => jobOf(each, standard, config));
}

/** Every sound allocator that can number the frames that are asked for. */
function everySound({ frames = 1 }: FuzzOptions): Wanted[] {
  return ALLOCATORS.filter(
    ({ class: is, mostFrames = frames }) => is === "sound" && frames <= mostFrames,
  ).map(({ name }) => ({ module: name }));
}

function jobOf(wanted: Wanted, options: FuzzOptions & { readonly seed: number }, config: Config | null): Job {
  const { commands, seed, frames = POOL_FRAMES } = options;
  const { modules, alphabet } = partsOf(options, wanted, config);
  const { defaults = {} } = config ?? {};
  const target = built(targetOf(wanted.module), wanted);
  if (target.kind === "built-in" && options.frames !== undefined)
    requireRoom(allocatorNamed(target.name), frames);
  const contract = options.contract ?? wanted.contract;
  const seconds = options.maxSeconds ?? (commands === undefined ? SAMPLE_SECONDS : undefined);
  const foreign: readonly ModuleId[] = alphabet === "foreign" ? ["foreign"] : [];
  const said = boundsAmong({ ...defaults.scope, ...wanted.scope } as ScopeOptions, SAMPLE_BOUNDS);
  const bounds = { ...said, ...boundsAmong(options) };
  const limit = options.maxCommandSeconds ?? wanted.maxCommandSeconds ?? defaults.maxCommandSeconds;
  return {
    target,
    ...(contract === undefined ? {} : { contract: contractNamed(contract).id }),
    scope: scopeOf({ ...bounds, frames, modules: [...(modules ?? []), ...foreign] }, MOST_SAMPLED_FRAMES),
    widen: modules === undefined,
    ...(bounds.owners === undefined && target.kind === "file" ? { fewOwners: true } : {}),
    ...(options.frames === undefined ? { fewerFrames: true } : {}),
    ...forAllIn(options, wanted, config),
    budget: seconds === undefined ? {} : { maxSeconds: seconds },
    keep: "first",
    maxCommandSeconds: limit ?? COMMAND_SECONDS,
    sample: { seed, ...(commands === undefined ? {} : { commands }) },
  };
}

/** Throws a `Misuse` where an allocator cannot number so many frames. */
function requireRoom({ name, mostFrames = MOST_SAMPLED_FRAMES }: AllocatorDefinition, frames: number): void {
  if (frames <= mostFrames) return;
  throw new Misuse(
    "too-many-frames",
    `${name} numbers at most ${mostFrames} frames, and the pool has ${frames}`,
    `for example --frames ${mostFrames}`,
  );
}
