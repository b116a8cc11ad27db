/** A worker at work and the thread that listens: its messages, its end, Ctrl-C, calls that never return. */
import type { Place } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import type { Target } from "../targets/target.js";
import { exited, nameOf, ranOutOfMemory, refused, threwOutside } from "./death.js";
import { briefLimit, Hung } from "./hangs.js";
import { GRACE_MILLISECONDS, type Interrupt, Interrupted } from "./interrupt.js";
import { INTERRUPTED, type Message, type Work } from "./messages.js";
import type { Spare } from "./spare.js";
import { isRefusal, type Started, startWorker } from "./start-worker.js";
import { afterWaiting, watch } from "./watch.js";

/**
 * How long a file may take to load: on a machine that many share, far longer than it computes. Tests of files
 * that never do cannot wait so long.
 */
const loadSeconds = () => Number(process.env["ALLOCHECK_LOAD_SECONDS"] ?? 60);

/** Work for a worker, the calls of the allocator it must pass over, and how long any other may take. */
export interface Task {
  readonly work: Work;
  readonly passed: readonly Place[];
  readonly maxCommandSeconds: number;
  /** Whether a hang that proves nothing is given up sooner. */
  readonly brief?: boolean;
}

/** Hears a message, and may have what all was for. */
export type Hear<T> = (message: Message, resolve: (value: T) => void) => void;

/**
 * Starts a worker and listens until `hear` resolves, the worker fails, or its time is up. Where calls are to
 * be passed over none is to spare: each knows its own.
 */
export async function converse<T>(
  { work, passed, maxCommandSeconds: seconds, brief = false }: Task,
  target: Target,
  interrupt: Interrupt,
  hear: Hear<T>,
  spare?: Spare,
): Promise<T> {
  interrupt.check();
  const from = passed.length === 0 ? spare : undefined;
  const worker = from?.given(work) ?? startAlone(target, work, passed, seconds);
  const { flags, cells } = worker;
  return new Promise<T>((resolve, reject) => {
    let over = false;
    const finish = (settle: () => void, isDone = false) => {
      if (over) return; // a worker that was ended still has its exit to tell of
      over = true;
      loaded();
      stop();
      unwatch();
      clearTimeout(grace);
      if (isDone && from !== undefined && !interrupt.happened) from.keep(worker);
      else worker.end();
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
    worker.listen({
      hear: (message) => {
        if (message.kind === "loaded") {
          isLoaded = true;
          loaded();
        }
        if (message.kind === "misuse")
          finish(() => reject(new Misuse(message.code, message.message, message.remedy)));
        else if (message.kind === "fault") finish(() => reject(new Error(message.text)));
        else hear(message, (value) => finish(() => resolve(value), true));
      },
      failed: (error) => finish(() => reject(ranOutOfMemory(error) ? error : threwOutside(target, error))),
      // It says what it has to say before it ends, so a file has ended it.
      exited: (code) => finish(() => reject(exited(target, code, isLoaded))),
    });
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
