/**
 * A worker that has ended a check and waits for another of the same target. What it has loaded it need not
 * load again, which takes longer than most searches of a window.
 */
import type { Work } from "./messages.js";
import type { Started } from "./start-worker.js";

export class Spare {
  private waiting: Started | null = null;

  /** The worker, at work again; `null` where none waits. */
  given(work: Work): Started | null {
    const worker = this.waiting;
    this.waiting = null;
    worker?.give(work);
    return worker;
  }

  /** Lets a worker wait that has ended its work. */
  keep(worker: Started): void {
    this.end();
    this.waiting = worker;
    const isGone = () => {
      if (this.waiting === worker) this.waiting = null;
    };
    worker.listen({ hear: () => {}, failed: isGone, exited: isGone });
  }

  /** Nothing more is to be done. */
  end(): void {
    this.waiting?.end();
    this.waiting = null;
  }
}
