/** Starts the thread that searches, and listens to it where no module it loads can speak. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { passOn } from "./terminal.js";
import type { Message, WorkerData } from "./worker-messages.js";

/** What the thread is sent first: with a port of its own, since anybody there may post to its parent. */
export interface Errand extends WorkerData {
  readonly port: MessagePort;
}

/** A worker, and the way to hear it. */
export interface Started {
  readonly worker: Worker;
  /** Calls `listener` with each message, the last before the worker's exit is told. */
  hear(listener: (message: Message) => void): void;
}

export function startWorker(data: WorkerData): Started {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { stdout: true, stderr: true });
  const { port1: ours, port2: port } = new MessageChannel();
  const errand: Errand = { ...data, port };
  worker.postMessage(errand, [port]);
  // What an allocator prints is no result: stdout is ours.
  passOn(worker.stdout);
  passOn(worker.stderr);
  return {
    worker,
    hear(listener) {
      ours.on("message", listener);
      const rest = () => {
        for (let next = receiveMessageOnPort(ours); next !== undefined; next = receiveMessageOnPort(ours))
          listener(next.message as Message);
        ours.close();
      };
      worker.on("error", rest).on("exit", rest);
    },
  };
}
