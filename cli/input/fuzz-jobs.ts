/** What to sample: from targets and options. */
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { ALLOCATORS } from "../../impl/registry.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { MOST_SAMPLED_FRAMES } from "../../model/words/bounds.js";
import { Misuse } from "../../model/words/misuse.js";
import { boundsAmong, type ModuleId, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { allocatorNamed, contractNamed, isFile, targetOf } from "../targets/names.js";
import type { Job } from "../workers/messages.js";
import type { Alphabet } from "./options.js";
import { POOL_FRAMES, SAMPLE_SECONDS } from "./sample-options.js";

/** The options of `fuzz` that say what to sample, in what world and for how long. */
export interface FuzzOptions extends Omit<ScopeOptions, "map"> {
  readonly alphabet?: Alphabet;
  readonly contract?: string;
  readonly seed?: number;
  readonly commands?: number;
  readonly maxSeconds?: number;
  readonly maxCommandSeconds?: number;
}

/** The jobs, in order. Throws a `Misuse` for a name nobody has. */
export function fuzzJobs(targets: readonly string[], options: FuzzOptions): Job[] {
  const { modules, alphabet, contract, commands, frames = POOL_FRAMES } = options;
  if (options.cpus !== undefined && options.cpus > 1)
    throw new Misuse(
      "not-sampled",
      "what several CPUs do at once is not drawn at random",
      "explore it: allocheck check TARGET --cpus 2, with --max-switches where it is much",
    );
  const foreign: readonly ModuleId[] = alphabet === "foreign" ? ["foreign"] : [];
  const bounds = { ...boundsAmong(options), frames, modules: [...(modules ?? []), ...foreign] };
  const scope = scopeOf(bounds, MOST_SAMPLED_FRAMES);
  const seconds = options.maxSeconds ?? (commands === undefined ? SAMPLE_SECONDS : undefined);
  const seed = options.seed ?? Date.now() % 2 ** 31;
  const { frames: asked = 1 } = options; // what nobody asked for is made to fit
  const names =
    targets.length > 0
      ? targets
      : ALLOCATORS.filter(({ class: is, mostFrames: most = frames }) => is === "sound" && asked <= most).map(
          ({ name }) => name,
        );
  return names.map((name): Job => {
    const target = targetOf(name);
    if (target.kind === "built-in" && options.frames !== undefined)
      requireRoom(allocatorNamed(target.name), frames);
    return {
      target,
      ...(contract === undefined ? {} : { contract: contractNamed(contract).id }),
      scope,
      widen: modules === undefined,
      ...(options.owners === undefined && isFile(name) ? { fewOwners: true } : {}),
      budget: seconds === undefined ? {} : { maxSeconds: seconds },
      ...(options.frames === undefined ? { fewerFrames: true } : {}),
      keep: "first",
      maxCommandSeconds: options.maxCommandSeconds ?? COMMAND_SECONDS,
      sample: { seed, ...(commands === undefined ? {} : { commands }) },
    };
  });
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
