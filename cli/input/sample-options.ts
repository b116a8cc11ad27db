/** What a sample can be told beside its scope. */
import { MOST_SAMPLED_FRAMES } from "../../model/words/bounds.js";
import type { NumberOption } from "./number-option.js";

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

export const COMMANDS_OPTION = {
  flag: "--commands",
  value: "N",
  help: "stop after the run in which N commands were given",
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
