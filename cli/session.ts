/**
 * One check in a worker: the search does not own the thread that listens.
 *
 * This thread draws progress, hears Ctrl-C, and can end a worker whose allocator never answers.
 */
import { Worker } from "node:worker_threads";
import type { Replayed } from "../counterexamples/replay.js";
import type { Run } from "../explore/verdict.js";
import { Misuse } from "../model/misuse.js";
import type { Counterexample } from "../model/trace.js";
import type { Interrupt } from "./interrupt.js";
import type { Progress } from "./progress.js";
import { FLAGS, INTERRUPTED, type Job, type Message, type Work } from "./worker-messages.js";

/** How long a file may take to load; tests of files that never do cannot wait so long. */
const loadSeconds = () => Number(process.env["ALLOCHECK_LOAD_SECONDS"] ?? 10);
/** How long a worker may take to end its search after Ctrl-C. */
const GRACE_MILLISECONDS = 700;

/** Runs a job to its end in one worker. Throws a `Misuse` the job met with, and a fault of the worker. */
export function runAlone(job: Job, interrupt: Interrupt, progress: Progress): Promise<Run> {
  const { target } = job;
  const name = target.kind === "file" ? target.file : "the allocator";
  return converse<Run>({ kind: "check", job }, name, interrupt, (message, resolve) => {
    if (message.kind === "progress") progress.show(message);
    else if (message.kind === "done") resolve(message.run);
  });
}

/** A file's default export, plain data. Throws a `Misuse` when it cannot be loaded in time. */
export function loadValue(file: string, interrupt: Interrupt): Promise<unknown> {
  return converse<unknown>({ kind: "load", file }, file, interrupt, (message, resolve) => {
    if (message.kind === "loaded") resolve(message.value);
  });
}

/** Replays a counterexample on the allocator that a file defines. */
export function replayFile(
  file: string,
  counterexample: Counterexample,
  interrupt: Interrupt,
): Promise<Replayed & { readonly allocator: string }> {
  return converse({ kind: "replay", file, counterexample }, file, interrupt, (message, resolve) => {
    if (message.kind === "replayed") resolve({ ...message.replayed, allocator: message.allocator });
  });
}

/** Starts a worker and listens until `hear` resolves, the worker fails, or its time is up. */
function converse<T>(
  work: Work,
  name: string,
  interrupt: Interrupt,
  hear: (message: Message, resolve: (value: T) => void) => void,
): Promise<T> {
  const flags = new Int32Array(new SharedArrayBuffer(4 * FLAGS));
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { work, flags },
    stdout: true,
    stderr: true,
  });
  // What an allocator prints is no result: stdout is ours.
  worker.stdout.pipe(process.stderr, { end: false });
  worker.stderr.pipe(process.stderr, { end: false });
  return new Promise<T>((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(loading);
      stop();
      void worker.terminate();
      settle();
    };
    const loading = setTimeout(() => finish(() => reject(loadHangs(name))), 1000 * loadSeconds());
    const stop = interrupt.onInterrupt(() => {
      Atomics.store(flags, INTERRUPTED, 1);
      setTimeout(() => finish(() => reject(new Interrupted())), GRACE_MILLISECONDS);
    });
    worker.on("message", (message: Message) => {
      if (message.kind === "loaded") clearTimeout(loading);
      if (message.kind === "misuse")
        finish(() => reject(new Misuse(message.code, message.message, message.remedy)));
      else if (message.kind === "fault") finish(() => reject(new Error(message.text)));
      else hear(message, (value) => finish(() => resolve(value)));
    });
    worker.on("error", (error) => finish(() => reject(error)));
    // It says what it has to say before it ends, so a file has ended it.
    worker.on("exit", (code) => finish(() => reject(exited(name, code))));
  });
}

/** The worker did not end its search in time after Ctrl-C, so there is no result. */
export class Interrupted extends Error {}

function exited(target: string, code: number): Misuse {
  return new Misuse(
    "process-exit",
    `${target} ended the process (exit code ${code})`,
    "an allocator must not call process.exit",
  );
}

function loadHangs(target: string): Misuse {
  return new Misuse(
    "load-hangs",
    `${target} did not load within ${loadSeconds()} seconds`,
    "a module must end its top-level code",
  );
}
