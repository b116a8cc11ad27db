/** One check by several workers, each with a part of the states. */
import { CELLS } from "../explore/pulse.js";
import { requestStop, share } from "../explore/shared.js";
import { standingOf } from "../explore/standing.js";
import type { Run } from "../explore/verdict.js";
import { Misuse } from "../model/misuse.js";
import { exited, ranOutOfMemory, threwOutside } from "./death.js";
import { type Interrupt, Interrupted } from "./interrupt.js";
import type { Progress } from "./progress.js";
import { startWorker } from "./start-worker.js";
import { watch } from "./watch.js";
import type { Job, Message, Work, WorkerData } from "./worker-messages.js";

/** How long the workers may take to end their search after Ctrl-C. */
const GRACE_MILLISECONDS = 700;
/** How often it looks how far they are. */
const LOOK_MILLISECONDS = 100;
/** How long all of them may take to load what they are to check. */
const LOAD_MILLISECONDS = 10_000;

/**
 * Runs a job with several workers. Where one worker must do it, the job that one is to do: something was
 * found, whose least trace only a search in order tells, or the bytes mean nothing in another thread.
 */
export function runParts(
  job: Job,
  workers: number,
  interrupt: Interrupt,
  progress: Progress,
): Promise<Run | Job> {
  const shared = share(workers, job.budget.maxMemoryBytes);
  const seconds = job.maxCommandSeconds;
  const cells = Array.from({ length: workers }, () => new Int32Array(new SharedArrayBuffer(4 * CELLS)));
  const started = Array.from({ length: workers }, (_, part) => {
    const work: Work = { kind: "part", job, shared, part };
    const data: WorkerData = {
      work,
      flags: new Int32Array(1),
      pulse: { cells: cells[part]!, passed: [], seconds },
    };
    return startWorker(data);
  });
  return new Promise<Run | Job>((resolve, reject) => {
    let finished = false;
    const finish = (settle: () => void) => {
      if (finished) return; // every worker that is ended says so
      finished = true;
      clearTimeout(loading);
      stop();
      clearInterval(look);
      for (const unwatch of watches) unwatch();
      for (const { worker } of started) void worker.terminate();
      settle();
    };
    const loading = setTimeout(() => finish(() => resolve(job)), LOAD_MILLISECONDS); // one alone says why
    // One alone finds the least call that hangs, and its trace.
    const watches = cells.map((one) => watch({ cells: one, seconds }, () => finish(() => resolve(job))));
    const stop = interrupt.onInterrupt(() => {
      requestStop(shared);
      setTimeout(() => finish(() => reject(new Interrupted(interrupt))), GRACE_MILLISECONDS);
    });
    let loaded = 0;
    let levels: readonly number[] = [];
    const look = setInterval(() => {
      if (levels.length > 0) progress.show(standingOf(shared.standing, levels));
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
        case "done":
          finish(() => resolve(message.run));
          break;
        case "one-worker":
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
        case "replayed":
        case "unfit":
          break;
      }
    };
    started.forEach(({ worker, hear }, part) => {
      hear((message) => heard(message, part));
      worker.on("error", (error) =>
        finish(() => (ranOutOfMemory(error) ? resolve(job) : reject(threwOutside(job.target, error)))),
      );
      worker.on("exit", (code) => {
        if (!ended.has(part)) finish(() => reject(exited(job.target, code)));
      });
    });
  });
}
