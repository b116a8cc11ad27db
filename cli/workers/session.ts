/**
 * One check in a worker: the search does not own the thread that listens.
 *
 * This thread draws progress, hears Ctrl-C, and can end a worker whose allocator never answers.
 */
import type { Replayed } from "../../counterexamples/replay.js";
import type { Run } from "../../explore/check/verdict.js";
import type { SearchProgress } from "../../explore/search/progress.js";
import { COMMAND_SECONDS, type Place } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/words/misuse.js";
import type { Progress } from "../output/progress.js";
import type { Target } from "../targets/target.js";
import { built } from "./built.js";
import { exited, nameOf, ranOutOfMemory, refused, threwOutside, tooLarge } from "./death.js";
import { areSame, briefLimit, Hung, mayBeSlow, pastHangs } from "./hangs.js";
import { GRACE_MILLISECONDS, type Interrupt, Interrupted } from "./interrupt.js";
import { INTERRUPTED, type Job, type Message, type Replay, type Work } from "./messages.js";
import { isRefusal, type Started, startWorker } from "./start-worker.js";
import { afterWaiting, watch } from "./watch.js";

/**
 * How long a file may take to load: on a machine that many share, far longer than it computes. Tests of files
 * that never do cannot wait so long.
 */
const loadSeconds = () => Number(process.env["ALLOCHECK_LOAD_SECONDS"] ?? 60);

/** Runs a job to its end in one worker. Throws a `Misuse` the job met with, and a fault of the worker. */
export async function runAlone(job: Job, interrupt: Interrupt, progress: Progress): Promise<Run> {
  let levels: readonly number[] = [1];
  let { budget } = job;
  let untested: Pick<Job, "untested"> = {};
  for (;;) {
    const cut = budget !== job.budget;
    try {
      const run = await search(
        { ...job, budget, ...untested },
        interrupt,
        (reached) => {
          if (!cut) levels = reached.levels;
          progress.show(reached);
        },
        (run) => progress.keep(run),
        (file) => progress.uses(file),
      );
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

async function search(
  job: Job,
  interrupt: Interrupt,
  show: (reached: SearchProgress) => void,
  keep: (run: Run) => void,
  uses: (file: string) => void,
): Promise<Run> {
  const begun = performance.now();
  let run = await searchOnce(job, true, interrupt, show, keep, uses);
  const { passed } = run;
  // A busy machine does not keep the very same calls waiting twice; others have the whole limit.
  if (mayBeSlow(passed, run.run)) run = await searchOnce(job, true, interrupt, show, keep, uses);
  if (!areSame(passed, run.passed)) run = await searchOnce(job, false, interrupt, show, keep, uses);
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
  show: (reached: SearchProgress) => void,
  keep: (run: Run) => void,
  uses: (file: string) => void,
): Promise<{ readonly run: Run; readonly passed: readonly Place[] }> {
  const { target, maxCommandSeconds } = job;
  const name = nameOf(target);
  return pastHangs(name, maxCommandSeconds, async (passed) => {
    // On the way to a place it came to before, no clock ends it.
    const { maxSeconds: _, ...untimed } = job.budget;
    const budget = passed.length === 0 ? job.budget : untimed;
    const work: Work = { kind: "check", job: { ...job, budget } };
    const task = { work, passed, maxCommandSeconds, brief };
    const run = await converse<Run>(task, target, interrupt, (message, resolve) => {
      if (message.kind === "module") uses(message.file);
      else if (message.kind === "progress") show(message);
      else if (message.kind === "level") keep(message.run);
      else if (message.kind === "done") resolve(message.run);
    });
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

/** Work for a worker, the calls of the allocator it must pass over, and how long any other may take. */
export interface Task {
  readonly work: Work;
  readonly passed: readonly Place[];
  readonly maxCommandSeconds: number;
  /** Whether a hang that proves nothing is given up sooner. */
  readonly brief?: boolean;
}

/** Starts a worker and listens until `hear` resolves, the worker fails, or its time is up. */
export async function converse<T>(
  { work, passed, maxCommandSeconds: seconds, brief = false }: Task,
  target: Target,
  interrupt: Interrupt,
  hear: (message: Message, resolve: (value: T) => void) => void,
): Promise<T> {
  interrupt.check();
  const worker = startAlone(target, work, passed, seconds);
  const { flags, cells } = worker;
  return new Promise<T>((resolve, reject) => {
    let over = false;
    const finish = (settle: () => void) => {
      if (over) return; // a worker that was ended still has its exit to tell of
      over = true;
      loaded();
      stop();
      unwatch();
      clearTimeout(grace);
      worker.end();
      settle();
    };
    let isLoaded = false;
    let grace: NodeJS.Timeout | undefined;
    const loaded = afterWaiting(1000 * loadSeconds(), () => finish(() => reject(loadHangs(nameOf(target)))));
    const unwatch = watch(
      { cells, seconds },
      (place) => finish(() => reject(new Hung(place))),
      (place) => (brief ? briefLimit(seconds, passed, place) : seconds),
    );
    const stop = interrupt.onInterrupt(() => {
      Atomics.store(flags, INTERRUPTED, 1);
      const end = () => finish(() => reject(new Interrupted(interrupt)));
      // What is not loaded has nothing to keep.
      if (interrupt.urgent || !isLoaded) end();
      else grace = setTimeout(end, GRACE_MILLISECONDS);
    });
    worker.listen(
      (message) => {
        if (message.kind === "loaded") {
          isLoaded = true;
          loaded();
        }
        if (message.kind === "misuse")
          finish(() => reject(new Misuse(message.code, message.message, message.remedy)));
        else if (message.kind === "fault") finish(() => reject(new Error(message.text)));
        else hear(message, (value) => finish(() => resolve(value)));
      },
      (error) => finish(() => reject(ranOutOfMemory(error) ? error : threwOutside(target, error))),
      // It says what it has to say before it ends, so a file has ended it.
      (code) => finish(() => reject(exited(target, code, isLoaded))),
    );
  });
}

function startAlone(target: Target, work: Work, passed: readonly Place[], seconds: number): Started {
  try {
    return startWorker(work, passed, seconds);
  } catch (error) {
    throw isRefusal(error) ? refused(target, error) : error;
  }
}

function loadHangs(target: string): Misuse {
  return new Misuse(
    "load-hangs",
    `${target} did not load within ${loadSeconds()} seconds`,
    "a module must end its top-level code",
  );
}
