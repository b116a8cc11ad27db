/**
 * One check in a worker: the search does not own the thread that listens.
 *
 * This thread draws progress, hears Ctrl-C, and can end a worker whose allocator never answers.
 */
import type { Replayed } from "../../counterexamples/replay.js";
import type { Run } from "../../explore/check/verdict.js";
import type { SearchProgress } from "../../explore/search/progress.js";
import { COMMAND_SECONDS, type Place } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import type { Progress } from "../output/progress.js";
import type { Target } from "../targets/target.js";
import { built } from "./built.js";
import { converse, type Hear, type Task } from "./converse.js";
import { nameOf, ranOutOfMemory, tooLarge } from "./death.js";
import { areSame, mayBeSlow, pastHangs } from "./hangs.js";
import type { Interrupt } from "./interrupt.js";
import type { Job, Replay, Work } from "./messages.js";
import type { Spare } from "./spare.js";

/**
 * Runs a job to its end in one worker: the one that is to `spare` where there is one, which then is to spare
 * again. Throws a `Misuse` the job met with, and a fault of the worker.
 */
export async function runAlone(
  job: Job,
  interrupt: Interrupt,
  progress: Progress,
  spare?: Spare,
): Promise<Run> {
  let levels: readonly number[] = [1];
  let { budget } = job;
  let untested: Pick<Job, "untested"> = {};
  for (;;) {
    const cut = budget !== job.budget;
    const heard: Heard = {
      keep: (run) => progress.keep(run),
      uses: (file) => progress.uses(file),
      show: (reached) => {
        if (!cut) levels = reached.levels;
        progress.show(reached);
      },
    };
    try {
      const run = await search({ ...job, budget, ...untested }, interrupt, heard, spare);
      if (untested.untested && run.closed && run.verdict !== "broken")
        return { ...run, verdict: "unfinished", closed: false, stoppedBy: "max-memory", budget: job.budget };
      const stoppedBy = cut && run.stoppedBy === "max-states" ? "max-memory" : run.stoppedBy;
      return { ...run, stoppedBy, budget: job.budget };
    } catch (error) {
      if (!ranOutOfMemory(error)) throw error;
      if (levels.length === 1 && !untested.untested) {
        untested = { untested: true };
        continue;
      }
      // What it knew is gone. Up to the last complete level, or one before it, there is memory enough.
      if (cut) levels = levels.slice(0, -1);
      if (levels.length === 0) throw tooLarge(job.target, "before the search begins");
      budget = { ...job.budget, maxStates: levels.reduce((sum, level) => sum + level, 0) };
    }
  }
}

/** Who hears of a search under way. */
interface Heard {
  show(reached: SearchProgress): void;
  keep(run: Run): void;
  uses(file: string): void;
}

async function search(job: Job, interrupt: Interrupt, heard: Heard, spare?: Spare): Promise<Run> {
  const begun = performance.now();
  const once = (brief: boolean) => searchOnce(job, brief, interrupt, heard, spare);
  let run = await once(true);
  const { passed } = run;
  // A busy machine does not keep the very same calls waiting twice; others have the whole limit.
  if (mayBeSlow(passed, run.run)) run = await once(true);
  if (!areSame(passed, run.passed)) run = await once(false);
  const seconds = (performance.now() - begun) / 1000;
  const { measured } = run.run;
  return {
    ...run.run,
    budget: job.budget,
    // The workers that were ended took time as well.
    measured: run.passed.length > 0 ? { ...measured, seconds } : measured,
  };
}

/** One search, past what hangs; `brief` where what is no proof need not wait for the whole limit. */
async function searchOnce(
  job: Job,
  brief: boolean,
  interrupt: Interrupt,
  { show, keep, uses }: Heard,
  spare?: Spare,
): Promise<{ readonly run: Run; readonly passed: readonly Place[] }> {
  const { target, maxCommandSeconds } = job;
  const name = nameOf(target);
  return pastHangs(name, maxCommandSeconds, async (passed) => {
    // On the way to a place it came to before, no clock ends it.
    const { maxSeconds: _, ...untimed } = job.budget;
    const budget = passed.length === 0 ? job.budget : untimed;
    const work: Work = { kind: "check", job: { ...job, budget } };
    const task = { work, passed, maxCommandSeconds, brief };
    const hear: Hear<Run> = (message, resolve) => {
      if (message.kind === "module") uses(message.file);
      else if (message.kind === "progress") show(message);
      else if (message.kind === "level") keep(message.run);
      else if (message.kind === "done") resolve(message.run);
    };
    const run = await converse(task, target, interrupt, hear, spare);
    return { run, passed };
  });
}

/**
 * A file's default export where it is plain data; `uses` is told of every module that it loads. Throws a
 * `Misuse` when it cannot be loaded in time.
 */
export function loadValue(
  file: string,
  interrupt: Interrupt,
  uses: (module: string) => void = () => {},
  as: "data" | "allocator" = "data",
): Promise<unknown> {
  const task: Task = { work: { kind: "load", file, as }, passed: [], maxCommandSeconds: COMMAND_SECONDS };
  const target = { kind: "file", file } as const;
  return converse<unknown>(task, target, interrupt, (message, resolve) => {
    if (message.kind === "module") uses(message.file);
    if (message.kind === "loaded") resolve(message.value);
  }).catch(inMemory(target, "while it is loaded"));
}

/** What came of one of several replays. */
export type Outcome = (Replayed & { readonly allocator: string }) | Misuse;

/** Replays a counterexample on an allocator; the calls at `known` places do not return. */
export async function replayOn(
  { target: named, counterexample }: Replay,
  maxCommandSeconds: number,
  interrupt: Interrupt,
  known: readonly Place[] = [],
): Promise<Outcome> {
  const target = await built(named, interrupt, () => {});
  const name = nameOf(target);
  const work: Work = { kind: "replay", target, counterexample };
  return pastHangs(
    name,
    maxCommandSeconds,
    (passed) =>
      converse<Outcome>({ work, passed, maxCommandSeconds }, target, interrupt, (message, resolve) => {
        if (message.kind === "replayed") resolve({ ...message.replayed, allocator: message.allocator });
      }),
    known,
  ).catch(inMemory(target, "while the trace is replayed"));
}

/** Says that memory ran out, and when; rethrows all else. */
function inMemory(target: Target, when: string): (error: unknown) => never {
  return (error) => {
    throw ranOutOfMemory(error) ? tooLarge(target, when) : error;
  };
}

/**
 * Replays several, on allocators that come with allocheck, in one worker; `hear` is told of each in turn.
 * Rejects where the worker hangs or dies, in the one after the last that was told of.
 */
export function replayInTurn(
  replays: readonly Replay[],
  maxCommandSeconds: number,
  interrupt: Interrupt,
  hear: (outcome: Outcome) => void,
): Promise<void> {
  const target: Target = { kind: "built-in", name: "several" };
  const task: Task = { work: { kind: "replays", replays }, passed: [], maxCommandSeconds };
  return converse<void>(task, target, interrupt, (message, resolve) => {
    if (message.kind === "replayed") hear({ ...message.replayed, allocator: message.allocator });
    if (message.kind === "unfit") hear(new Misuse(message.code, message.message, message.remedy));
    if (message.kind === "ended") resolve();
  });
}
