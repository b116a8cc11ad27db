/** Runs a check with as many workers as it is worth. */
import { availableParallelism } from "node:os";
import type { Run } from "../explore/verdict.js";
import type { Interrupt } from "./interrupt.js";
import { runParts } from "./parts.js";
import type { Progress } from "./progress.js";
import { runAlone } from "./session.js";
import type { Job } from "./worker-messages.js";

/**
 * Where the number of workers is left to us, one begins. A search that is not done with so many states
 * begins anew with all workers: a small one is over before several have started.
 */
const WORTH_SEVERAL = 400_000;

/** Runs a job; `workers` is what was asked for, if anything. The run is the same for any number of them. */
export async function runJob(
  job: Job,
  workers: number | undefined,
  interrupt: Interrupt,
  progress: Progress,
): Promise<Run> {
  const several = workers ?? availableParallelism();
  if (several === 1 || job.all) return runAlone(job, interrupt, progress);
  if (workers === undefined) {
    const { maxStates = Number.POSITIVE_INFINITY } = job.budget;
    const first = { ...job, budget: { ...job.budget, maxStates: Math.min(maxStates, WORTH_SEVERAL) } };
    const run = await runAlone(first, interrupt, progress);
    if (run.stoppedBy !== "max-states" || maxStates <= WORTH_SEVERAL) return { ...run, budget: job.budget };
  }
  const run = await runParts(job, several, interrupt, progress);
  return "target" in run ? runAlone(run, interrupt, progress) : run;
}
