/** What a sample can be told beside its scope. */
import { BOUND_IDS, type BoundId, MOST_SAMPLED_FRAMES } from "../../model/words/bounds.js";
import type { NumberOption } from "./number-option.js";
import { SCOPE_OPTIONS } from "./options.js";

/** How many frames a pool has where it is not explored. */
export const POOL_FRAMES = 64;
/** How long a sample goes on when nothing is said. */
export const SAMPLE_SECONDS = 10;

export const POOL_OPTION = {
  flag: "--frames",
  value: "N",
  help: `page frames, ${POOL_FRAMES} when not given`,
  least: 1,
  most: MOST_SAMPLED_FRAMES,
  whole: true,
} as const satisfies NumberOption;

/** Bounds of which a sample has none: how many frames it has is `POOL_OPTION`. */
const NOT_SAMPLED: readonly BoundId[] = ["frames", "windowAt", "pool", "cpus", "maxSwitches", "maxAccesses"];

/** What may exist in a pool whose commands are drawn or logged, beside its frames. */
export const SAMPLE_BOUNDS = BOUND_IDS.filter((name) => !NOT_SAMPLED.includes(name));
export const SAMPLE_OPTIONS: readonly NumberOption[] = SAMPLE_BOUNDS.map((name) => SCOPE_OPTIONS[name]);

export const COMMANDS_OPTION = {
  flag: "--commands",
  value: "N",
  help: "stop when N commands were given, or somewhat more",
  least: 1,
  most: Number.MAX_SAFE_INTEGER,
  whole: true,
} as const satisfies NumberOption;

export const SEED_OPTION = {
  flag: "--seed",
  value: "N",
  help: "what is drawn; the same seed draws the same. By the clock when not given",
  least: 0,
  most: 2 ** 31 - 1,
  whole: true,
} as const satisfies NumberOption;

/** A sample beside a search. */
export const BESIDE_OPTION = {
  ...COMMANDS_OPTION,
  flag: "--sample",
  help: "where it holds, also give N random commands in a pool of 256 frames",
} as const satisfies NumberOption;
