/**
 * Runs that held, kept for the next time: `.allocheck/cache` in the working directory.
 *
 * A run is answered from there only where all that it rests on is byte for byte the same: allocheck itself,
 * Node, the job, and every module that is loaded for its allocator. A module that names what lies outside of
 * all these, such as the clock or a file, is not kept at all. A source is compiled first, and it is the bytes
 * of its module that are compared. Whatever is wrong with a file here is a miss.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { makeDirectories, writeNew, writeWhole } from "../../counterexamples/write-whole.js";
import type { Run } from "../../explore/check/verdict.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Progress } from "../output/progress.js";
import { runJob } from "../runs/run-job.js";
import { built } from "../workers/built.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { loadValue } from "../workers/session.js";
import { digestOfFile, type Tool, thisTool } from "./inputs.js";
import { reachesOutside } from "./outside.js";
import { digestOf, isSame, opened, sealed } from "./sealed.js";

const HOME = ".allocheck";
const FORMAT = "allocheck-cached-run-1";

/** All that a run rests on. Two runs with equal inputs are equal. */
interface Inputs {
  readonly tool: Tool;
  /** The major version of Node, what it was told, and the machine. */
  readonly node: readonly string[];
  readonly job: Job;
  /** The digest of what a compiler has made, where one was needed. */
  readonly compiled: string | null;
  /** The digest of each file that was read for it. */
  readonly files: Readonly<Record<string, string | null>>;
}

interface Entry {
  readonly inputs: Inputs;
  /** When it was proved. */
  readonly at: string;
  readonly run: Run;
}

/** Whether runs are kept and answered: not in CI, unless somebody says so. */
export function wantsCache(cache: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  const inCi = !["", "0", "false"].includes(env["CI"] ?? "");
  return cache ?? !inCi;
}

/** Runs a job, as `runJob` does, unless it is known to hold; keeps it where it held. */
export async function runOrRecall(
  named: Job,
  workers: number | undefined,
  interrupt: Interrupt,
  progress: Progress,
  turn?: Promise<void>,
): Promise<Run> {
  const target = await built(named.target, interrupt, (file) => progress.loaded.add(file));
  const job = { ...named, target };
  const known = await recalled(job, interrupt, progress);
  if (known !== null) return known;
  const begun = Date.now();
  const run = await runJob(job, workers, interrupt, progress, turn);
  keep(job, run, progress.modules, begun);
  return run;
}

/** The run of a job where it is known. */
async function recalled(job: Job, interrupt: Interrupt, progress: Progress): Promise<Run | null> {
  const entry = read(placeOf(job));
  if (entry === null) return null;
  const { inputs, run, at } = entry;
  if (!isSame(inputs, inputsOf(job, Object.keys(inputs.files)))) return null;
  const { target } = job;
  if (target.kind === "file" && target.wasm === undefined) {
    // What a module resolves to may be another file by now, with all those of then as they were.
    const modules = new Set<string>();
    try {
      await loadValue(target.file, interrupt, (module) => modules.add(module), "allocator");
    } catch (error) {
      if (isMisuse(error) || error instanceof Interrupted) return null; // the run itself says what it is
      throw error;
    }
    for (const module of modules) progress.uses(module);
    if (!isSame(inputs, inputsOf(job, filesFor(modules)))) return null;
  }
  return { ...run, measured: { ...run.measured, proved: at } };
}

/** Keeps a run that held; `begun` is when it began, and what has changed since may not be what it ran on. */
function keep(job: Job, run: Run, modules: ReadonlySet<string>, begun: number): void {
  if (run.verdict !== "holds" || !run.closed) return;
  const compiled = moduleIn(job) !== undefined;
  if (job.target.kind === "file" && !compiled && modules.size === 0) return;
  const files = compiled ? [] : filesFor(modules);
  if (!files.every((file) => hasStayed(file, begun)) || !files.every(isSelfContained)) return;
  const entry: Entry = { inputs: inputsOf(job, files), at: new Date().toISOString(), run };
  try {
    makeDirectories(join(HOME, "cache"));
    writeNew(join(HOME, ".gitignore"), "*\n");
    writeWhole(placeOf(job), sealed(FORMAT, entry));
  } catch {
    // Where nothing can be kept, the run is done again.
  }
}

function inputsOf(job: Job, files: readonly string[]): Inputs {
  const { versions, platform, arch, execArgv, env } = process;
  const bytes = moduleIn(job);
  return {
    tool: thisTool(),
    node: [versions.node.replace(/\..*/, ""), platform, arch, ...execArgv, env["NODE_OPTIONS"] ?? ""],
    job: uncompiled(job),
    compiled: bytes === undefined ? null : digestOf(bytes),
    files: Object.fromEntries([...new Set(files)].sort().map((file) => [file, digestOfFile(file)])),
  };
}

/** What a compiler has made of the target, where one was needed. */
function moduleIn({ target }: Job): Uint8Array | undefined {
  return target.kind === "file" ? target.wasm : undefined;
}

/** The job as it was asked for, before its target was compiled. */
function uncompiled(job: Job): Job {
  if (job.target.kind !== "file") return job;
  const { wasm: _, ...target } = job.target;
  return { ...job, target };
}

/** The modules, and what says how they are read: the package of each, and how TypeScript is compiled. */
function filesFor(modules: ReadonlySet<string>): string[] {
  if (modules.size === 0) return [];
  const packages = new Set([...modules].flatMap((file) => upwards(dirname(file), "package.json")));
  return [...modules, ...packages, ...upwards(process.cwd(), "tsconfig.json")];
}

/** Every place at or above a directory where a file of a name could be, also where none is yet. */
function upwards(directory: string, name: string): string[] {
  const above = dirname(directory);
  return [join(directory, name), ...(above === directory ? [] : upwards(above, name))];
}

/** Whether a file has not been written since a time; a file that is not there has not. */
function hasStayed(file: string, since: number): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined || Math.max(stats.mtimeMs, stats.ctimeMs) < since;
}

/** Whether a file says all there is to it; one that is not there does. */
function isSelfContained(file: string): boolean {
  if (!existsSync(file)) return true;
  const text = readFileSync(file, "utf8");
  if (extname(file) === ".json") return basename(file) !== "tsconfig.json" || !text.includes('"extends"');
  if (extname(file) === ".wasm") return true; // it is given nothing but what allocheck gives it
  return extname(file) !== ".node" && !reachesOutside(text);
}

/** One file for each job, so that there are never more than there are jobs. */
function placeOf(job: Job): string {
  return join(HOME, "cache", `${digestOf(JSON.stringify(uncompiled(job))).slice(0, 32)}.json`);
}

function read(file: string): Entry | null {
  try {
    const found = opened(FORMAT, readFileSync(file, "utf8"));
    return typeof found === "string" ? null : (found.body as Entry); // what is sealed is as it was written
  } catch {
    return null;
  }
}
