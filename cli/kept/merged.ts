/** Puts the blobs of all shards of a check together. What does not fit together is a `Misuse`. */
import { Misuse } from "../../model/basics/misuse.js";
import type {
  CheckEvent,
  Ended,
  FailureTold,
  KnownTold,
  LevelTold,
  RunTold,
} from "../../report/reporters/event.js";
import type { Blob } from "./blob.js";
import { thisTool } from "./inputs.js";
import { isSame } from "./sealed.js";

/** A blob and the file it stands in. */
export interface ReadBlob {
  readonly file: string;
  readonly blob: Blob;
}

/** What is told of one run. */
type Numbered = LevelTold | RunTold | FailureTold;

const AGAIN = "run every shard again on the same files, with the same command line, and merge those";

/** Throws a `Misuse` unless these are all shards of one check by this very allocheck, each once. */
export function requireOneCheck(blobs: readonly ReadBlob[]): void {
  const [first, ...more] = blobs;
  if (first === undefined) throw new Error("internal: no blob");
  for (const each of blobs) requireThisTool(each);
  for (const each of more) requireSameCheck(first, each);
  requireEachOnce(blobs);
}

function requireThisTool({ file, blob: { tool } }: ReadBlob): void {
  const { version, build } = thisTool();
  if (tool.version === version && tool.build === build) return;
  const [theirs, ours] =
    tool.version === version
      ? [`another build of allocheck ${version}`, "this one"]
      : [`allocheck ${tool.version}`, `allocheck ${version}`];
  throw new Misuse(
    "another-version",
    `${file} was written by ${theirs}, and is read by ${ours}`,
    "run and merge all shards with the same allocheck",
  );
}

function requireSameCheck(one: ReadBlob, other: ReadBlob): void {
  const files = `${one.file} and ${other.file}`;
  if (one.blob.shard.of !== other.blob.shard.of)
    throw new Misuse(
      "another-check",
      `${one.file} is one of ${one.blob.shard.of} shards, ${other.file} one of ${other.blob.shard.of}`,
      "merge the shards of one check; empty the directory before the next",
    );
  const [mine, theirs] = [one.blob.jobs, other.blob.jobs];
  const most = Math.max(mine.length, theirs.length);
  const at = Array.from({ length: most }, (_, i) => i).find((i) => !isSame(mine[i], theirs[i]));
  if (at !== undefined)
    throw new Misuse("another-check", `${files} are of two checks: they differ in run ${at + 1}`, AGAIN);
  const { files: read, known } = other.blob;
  const changed = Object.keys(read).find((name) => differs(one.blob.files, read, name));
  if (changed !== undefined)
    throw new Misuse("another-content", `${changed} was not the same for ${files}`, AGAIN);
  if (!isSame(one.blob.known, known))
    throw new Misuse("another-content", `${files} know different findings (--known)`, AGAIN);
}

/** Whether both have a file, and not the same. */
function differs(a: Blob["files"], b: Blob["files"], name: string): boolean {
  return Object.hasOwn(a, name) && a[name] !== b[name];
}

function requireEachOnce(blobs: readonly ReadBlob[]): void {
  const files = new Map<number, string>();
  for (const { file, blob } of blobs) {
    const { index, of } = blob.shard;
    const before = files.get(index);
    if (before !== undefined)
      throw new Misuse(
        "shard-twice",
        `shard ${index} of ${of} is there twice: ${before} and ${file}`,
        "delete one of them",
      );
    files.set(index, file);
  }
  const of = blobs[0]?.blob.shard.of ?? 0;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !files.has(index));
  const [index] = missing;
  if (index === undefined) return;
  const what = missing.length === 1 ? "is" : `and ${missing.length - 1} more are`;
  throw new Misuse(
    "shard-missing",
    `shard ${index} of ${of} ${what} missing`,
    `run it with the same options: allocheck check --shard ${index}/${of} --reporter blob:DIR`,
  );
}

/** What the whole check tells: each run in its place, as if one had run them all. */
export function mergedEvents(blobs: readonly ReadBlob[]): CheckEvent[] {
  const all = [...blobs].sort((a, b) => a.blob.shard.index - b.blob.shard.index).map(({ blob }) => blob);
  const [first] = all;
  if (first === undefined) throw new Error("internal: no blob");
  const events = all.flatMap((blob) => blob.events);
  const numbered = inOrder(events.filter((event) => "number" in event));
  const known = events.filter(({ kind }) => kind === "known") as KnownTold[]; // their kind says it
  const end = mergedEnd(events.filter(({ kind }) => kind === "end") as Ended[]); // as above
  const told = numbered.flatMap(({ kind, target }) => (kind === "level" ? [] : [target]));
  return [
    { kind: "begin", version: first.tool.version, planned: [...told, ...end.lost, ...end.left] },
    ...numbered,
    ...(known.length === 0 ? [] : [mergedRecords(known)]),
    end,
  ];
}

/**
 * The runs in the order of the whole list, and numbered anew: those that came up on the way have the number
 * of the one with which they came up, and follow it.
 */
function inOrder(events: readonly Numbered[]): Numbered[] {
  let number = 1;
  return [...events]
    .sort((a, b) => a.number - b.number)
    .map((event) => ({ ...event, number: event.kind === "level" ? number : number++ }));
}

/** A record is out of date wherever it was found so, and unlooked at where nobody looked. */
function mergedRecords(told: readonly KnownTold[]): KnownTold {
  const stale = new Map(told.flatMap((each) => each.stale.map((record) => [record.file, record] as const)));
  const [first, ...more] = told.map(({ unlooked }) => unlooked);
  const unlooked = (first ?? []).filter((file) => more.every((files) => files.includes(file)));
  return { kind: "known", stale: [...stale.values()], unlooked };
}

/** Shards run beside each other: all took as long as the longest. */
function mergedEnd(ends: readonly Ended[]): Ended {
  const reasons = ends.map(({ because }) => because);
  return {
    kind: "end",
    lost: ends.flatMap(({ lost }) => lost),
    left: ends.flatMap(({ left }) => left),
    because: (["interrupt", "bail"] as const).find((why) => reasons.includes(why)) ?? null,
    seconds: Math.max(0, ...ends.map(({ seconds }) => seconds)),
  };
}
