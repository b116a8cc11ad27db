/** Starts the threads that do the work, where the machine gives them. */
import { accessSync, constants, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { CELLS, type Place } from "../../explore/search/pulse.js";
import { passOn } from "../output/terminal.js";
import { FLAG_COUNT, type Message, type Work, type WorkerData } from "./messages.js";

/** What the thread is sent first: with a port of its own, since anybody there may post to its parent. */
export interface Errand extends WorkerData {
  readonly port: MessagePort;
}

/** A thread at work, and the memory shared with it. */
export interface Started {
  readonly flags: Int32Array;
  readonly cells: Int32Array;
  /** From now on `ears` hear what comes; before it was others, or nobody. */
  listen(ears: Ears): void;
  /** Gives it more to do of the same target, where it has ended a check. */
  give(work: Work): void;
  end(): void;
}

/** Who hears a thread. */
export interface Ears {
  /** Is called for each message, the last included, before `exited` is. */
  hear(message: Message): void;
  failed(error: unknown): void;
  exited(code: number): void;
}

/** Starts a worker. Throws where the machine gives no thread: `isRefusal` tells. */
export function startWorker(work: Work, passed: readonly Place[], seconds: number): Started {
  spareTemporaries();
  const flags = new Int32Array(new SharedArrayBuffer(4 * FLAG_COUNT));
  const cells = new Int32Array(new SharedArrayBuffer(4 * CELLS));
  const { port1, port2 } = new MessageChannel();
  const errand: Errand = { work, flags, pulse: { cells, passed, seconds }, port: port2 };
  const worker = new Worker(new URL("./worker.js", import.meta.url), { stdout: true, stderr: true });
  let ears: Ears = { hear: () => {}, failed: () => {}, exited: () => {} };
  const hear = (message: Message) => ears.hear(message);
  port1.on("message", hear);
  worker.on("error", (error) => ears.failed(error));
  worker.on("exit", (code) => {
    for (let last = receiveMessageOnPort(port1); last !== undefined; last = receiveMessageOnPort(port1))
      hear(last.message as Message);
    ears.exited(code);
  });
  worker.postMessage(errand, [port2]);
  // What an allocator prints is no result: stdout is ours.
  passOn(worker.stdout);
  passOn(worker.stderr);
  return {
    flags,
    cells,
    listen: (next) => {
      ears = next;
    },
    give: (next) => port1.postMessage(next),
    end: () => {
      port1.close();
      void worker.terminate();
    },
  };
}

/** The codes of errors by which the machine refuses a thread, or what one needs. */
const REFUSALS: readonly unknown[] = ["ERR_WORKER_INIT_FAILED", "EAGAIN", "EMFILE", "ENFILE"];

export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && REFUSALS.includes(error.code);
}

/** Where there is no place for temporary files, what reads TypeScript must not look for one. */
function spareTemporaries(): void {
  try {
    accessSync(tmpdir(), constants.W_OK);
    if (statSync(tmpdir()).isDirectory()) return;
  } catch {}
  process.env["TSX_DISABLE_CACHE"] = "1";
}
