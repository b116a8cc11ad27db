/** One check by several workers, each with a part of the states. */

import type { Run } from "../../explore/check/verdict.js";
import { requestStop, type Shared, share } from "../../explore/parallel/shared.js";
import { progressOf } from "../../explore/search/progress.js";
import { Misuse } from "../../model/basics/misuse.js";
import type { Progress } from "../output/progress.js";
import { toStderr } from "../output/terminal.js";
import { exited, ranOutOfMemory, threwOutside } from "../workers/death.js";
import { briefLimit } from "../workers/hangs.js";
import { GRACE_MILLISECONDS, type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job, Message } from "../workers/messages.js";
import { isRefusal, type Started, startWorker } from "../workers/start-worker.js";
import { watch } from "../workers/watch.js";

/** How often it looks how far they are. */
const LOOK_MILLISECONDS = 100;
/** How long all of them may take to load what they are to check. */
const LOAD_MILLISECONDS = 10_000;

/** Whole frames that a module changes lie beside the states, once each, in the memory of the worker. */
const BESIDE_STATES = "allocheck: one worker searches, since whole frames belong to the state";

/**
 * Runs a job with several workers. Where one worker must do it, the job that one is to do: something was
 * found, whose least trace only a search in order tells, or the bytes mean nothing in another thread.
 */
export async function runParts(
  job: Job,
  workers: number,
  interrupt: Interrupt,
  progress: Progress,
): Promise<Run | Job> {
  interrupt.check();
  const shared = share(workers, job.budget.maxMemoryBytes);
  const seconds = job.maxCommandSeconds;
  const started = startParts(job, shared, workers);
  if (started.length < workers) {
    for (const worker of started) worker.end();
    const fewer = Math.max(1, started.length);
    toStderr(`allocheck: the machine gives ${fewer} of ${workers} workers a thread\n`);
    return fewer === 1 ? job : await runParts(job, fewer, interrupt, progress);
  }
  return new Promise<Run | Job>((resolve, reject) => {
    let over = false;
    const finish = (settle: () => void) => {
      if (over) return; // the exits of ended workers come later, while others may be at work
      over = true;
      clearTimeout(loading);
      clearTimeout(grace);
      stop();
      clearInterval(look);
      for (const unwatch of watches) unwatch();
      for (const worker of started) worker.end();
      settle();
    };
    let loaded = 0;
    let grace: NodeJS.Timeout | undefined;
    const loading = setTimeout(() => finish(() => resolve(job)), LOAD_MILLISECONDS); // one alone says why
    // One alone finds the least call that hangs, and its trace.
    const onHang = () => finish(() => resolve(job));
    const watches = started.map(({ cells }) =>
      watch({ cells, seconds }, onHang, (place) => briefLimit(seconds, [], place)),
    );
    const stop = interrupt.onInterrupt(() => {
      requestStop(shared);
      const end = () => finish(() => reject(new Interrupted(interrupt)));
      // Without all of them the search has not begun.
      if (interrupt.urgent || loaded < workers) end();
      else grace = setTimeout(end, GRACE_MILLISECONDS);
    });
    let levels: readonly number[] = [];
    const look = setInterval(() => {
      if (levels.length > 0) progress.show(progressOf(shared.progress, levels));
    }, LOOK_MILLISECONDS);
    const ended = new Set<number>();
    const heard = (message: Message, part: number) => {
      switch (message.kind) {
        case "loaded":
          if (++loaded === workers) clearTimeout(loading);
          break;
        case "progress":
          levels = message.levels;
          progress.show(message);
          break;
        case "level":
          progress.keep(message.run);
          break;
        case "done":
          finish(() => resolve(message.run));
          break;
        case "one-worker":
          if (!message.found) progress.say(BESIDE_STATES);
          finish(() => resolve({ ...job, foundBySeveral: message.found }));
          break;
        case "misuse":
          finish(() => reject(new Misuse(message.code, message.message, message.remedy)));
          break;
        case "fault":
          finish(() => reject(new Error(message.text)));
          break;
        case "ended":
          ended.add(part);
          break;
        case "module":
          progress.uses(message.file);
          break;
        case "replayed":
        case "unfit":
          break;
      }
    };
    for (const [part, worker] of started.entries())
      worker.listen({
        hear: (message) => heard(message, part),
        // One alone says what there is no memory or thread for.
        failed: (error) =>
          finish(() =>
            ranOutOfMemory(error) || isRefusal(error)
              ? resolve(job)
              : reject(threwOutside(job.target, error)),
          ),
        exited: (code) => {
          if (!ended.has(part)) finish(() => reject(exited(job.target, code, loaded === workers)));
        },
      });
  });
}

/** The workers, as many as the machine gives a thread. */
function startParts(job: Job, shared: Shared, workers: number): Started[] {
  const started: Started[] = [];
  try {
    for (let part = 0; part < workers; part++)
      started.push(startWorker({ kind: "part", job, shared, part }, [], job.maxCommandSeconds));
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return started;
}
