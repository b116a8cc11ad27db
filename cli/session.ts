/**
 * One check in a worker: the search does not own the thread that listens.
 *
 * This thread draws progress, hears Ctrl-C, and can end a worker whose allocator never answers.
 */
import { Worker } from "node:worker_threads";
import type { Run } from "../explore/verdict.js";
import { Misuse } from "../model/misuse.js";
import type { Interrupt } from "./interrupt.js";
import type { Progress } from "./progress.js";
import { FLAGS, INTERRUPTED, type Job, type Message } from "./worker-messages.js";

/** How long a file may take to load. */
const LOAD_MILLISECONDS = 10_000;
/** How long a worker may take to end its search after Ctrl-C. */
const GRACE_MILLISECONDS = 700;

/** Runs a job to its end. Throws a `Misuse` the job met with, and an internal fault of the worker. */
export function runJob(job: Job, interrupt: Interrupt, progress: Progress): Promise<Run> {
  const flags = new Int32Array(new SharedArrayBuffer(4 * FLAGS));
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { job, flags },
    stdout: true,
    stderr: true,
  });
  // What an allocator prints is no result: stdout is ours.
  worker.stdout.pipe(process.stderr);
  worker.stderr.pipe(process.stderr);
  return new Promise<Run>((resolve, reject) => {
    const loading = setTimeout(() => {
      const target = job.target.kind === "file" ? job.target.file : "the allocator";
      finish(() => reject(loadHangs(target)));
    }, LOAD_MILLISECONDS);
    const stop = interrupt.onInterrupt(() => {
      Atomics.store(flags, INTERRUPTED, 1);
      setTimeout(() => finish(() => reject(new Interrupted())), GRACE_MILLISECONDS);
    });
    const finish = (settle: () => void) => {
      clearTimeout(loading);
      stop();
      void worker.terminate();
      settle();
    };
    worker.on("message", (message: Message) => {
      switch (message.kind) {
        case "loaded":
          clearTimeout(loading);
          break;
        case "progress":
          progress.show(message);
          break;
        case "done":
          finish(() => resolve(message.run));
          break;
        case "misuse":
          finish(() => reject(new Misuse(message.code, message.message, message.remedy)));
          break;
        case "fault":
          finish(() => reject(new Error(message.text)));
      }
    });
    worker.on("error", (error) => finish(() => reject(error)));
    worker.on("exit", (code) => finish(() => reject(new Error(`the worker ended with code ${code}`))));
  });
}

/** The worker did not end its search in time after Ctrl-C, so there is no result. */
export class Interrupted extends Error {}

function loadHangs(target: string): Misuse {
  return new Misuse(
    "load-hangs",
    `${target} did not load within ${LOAD_MILLISECONDS / 1000} seconds`,
    "a module must end its top-level code",
  );
}
