/** One check by several workers, each with a part of the states. */
import { Worker } from "node:worker_threads";
import { requestStop, share } from "../explore/partition.js";
import type { Run } from "../explore/verdict.js";
import { Misuse } from "../model/misuse.js";
import type { Interrupt } from "./interrupt.js";
import type { Progress } from "./progress.js";
import { Interrupted } from "./session.js";
import type { Job, Message, Work } from "./worker-messages.js";

/** How long the workers may take to end their search after Ctrl-C. */
const GRACE_MILLISECONDS = 700;
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
  const shared = share(workers);
  const started = Array.from({ length: workers }, (_, part) => {
    const work: Work = { kind: "part", job, shared, part };
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: { work, flags: new Int32Array(1) },
      stdout: true,
      stderr: true,
    });
    worker.stdout.pipe(process.stderr, { end: false });
    worker.stderr.pipe(process.stderr, { end: false });
    return worker;
  });
  return new Promise<Run | Job>((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(loading);
      stop();
      for (const worker of started) void worker.terminate();
      settle();
    };
    const loading = setTimeout(() => finish(() => resolve(job)), LOAD_MILLISECONDS); // one alone says why
    const stop = interrupt.onInterrupt(() => {
      requestStop(shared);
      setTimeout(() => finish(() => reject(new Interrupted())), GRACE_MILLISECONDS);
    });
    let loaded = 0;
    const hear = (message: Message) => {
      switch (message.kind) {
        case "loaded":
          if (++loaded === workers) clearTimeout(loading);
          break;
        case "progress":
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
        case "replayed":
          break;
      }
    };
    started.forEach((worker, part) => {
      worker.on("message", hear);
      worker.on("error", (error) => finish(() => reject(error)));
      worker.on("exit", (code) => {
        if (code !== 0 || part === 0)
          finish(() => reject(new Error(`worker ${part} ended with code ${code}`)));
      });
    });
  });
}
