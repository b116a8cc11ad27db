/** `--shard I/N`: the runs of a check split evenly among machines that know nothing of each other. */
import { Option } from "commander";
import { ownScope } from "../../explore/check/own-scope.js";
import { predictedWork } from "../../explore/check/predicted-work.js";
import { Misuse } from "../../model/basics/misuse.js";
import { quoted } from "../../model/basics/wording.js";
import type { Shard } from "../../report/reporters/event.js";
import { allocatorNamed } from "../targets/names.js";
import type { Job } from "../workers/messages.js";

/** More machines than anybody has for one check. */
const MOST_SHARDS = 10_000;

export function shardOption(): Option {
  return new Option("--shard <I/N>", "of N even parts of the runs check part I, from 1").argParser(
    parseShard,
  );
}

function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of && of <= MOST_SHARDS) return { index, of };
  throw new Misuse(
    "bad-option",
    `--shard takes I/N with I from 1 to N, not ${quoted(text)}`,
    "for example --shard 2/5",
  );
}

/**
 * The numbers, from 1, of the jobs of each shard. The largest goes first to who has least so far, so that the
 * split depends on nothing but the list.
 */
export function split(jobs: readonly Job[], shards: number): number[][] {
  const parts = Array.from({ length: shards }, () => ({ work: 0, numbers: [] as number[] }));
  const works = jobs.map((job, i) => ({ number: i + 1, work: workOf(job) }));
  // Equal ones stay in their order.
  for (const { number, work } of works.sort((a, b) => b.work - a.work)) {
    const least = parts.reduce((best, part) => (part.work < best.work ? part : best));
    least.work += work;
    least.numbers.push(number);
  }
  return parts.map(({ numbers }) => numbers.sort((a, b) => a - b));
}

/** The jobs of a shard, or all of them, each with its number in the whole list. */
export function inShard(jobs: readonly Job[], shard: Shard | null): { number: number; job: Job }[] {
  const numbered = jobs.map((job, i) => ({ number: i + 1, job }));
  if (shard === null) return numbered;
  const mine = split(jobs, shard.of)[shard.index - 1] ?? [];
  return numbered.filter(({ number }) => mine.includes(number));
}

/** What a file's allocator offers is known only once it is loaded; what comes along says it here. */
function workOf({ target, scope, widen }: Job): number {
  return predictedWork(
    widen && target.kind === "built-in" ? ownScope(scope, allocatorNamed(target.name)) : scope,
  );
}
