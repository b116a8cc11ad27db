/** Runs a check with as many workers as it is worth. */
import { availableParallelism } from "node:os";
import type { Run } from "../../explore/check/verdict.js";
import { boundIn } from "../../model/words/scope.js";
import type { Progress } from "../output/progress.js";
import { built } from "../workers/built.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runAlone } from "../workers/session.js";
import { Spare } from "../workers/spare.js";
import { confirmedAnew } from "./confirmed-anew.js";
import { runGrown } from "./growth.js";
import { runParts } from "./parts.js";
import { withWindows } from "./windows.js";
import { withSample } from "./with-sample.js";
import { within } from "./within.js";

/**
 * Where the number of workers is left to us, one begins. A search that is not done with so many states
 * begins anew with all workers: a small one is over before several have started.
 */
const WORTH_SEVERAL = 400_000;

/** Whether a job takes little memory and one processor until its turn has come. */
export function isBounded({ scope, shrink, keep, canAlways, grow }: Job): boolean {
  const isWhole = shrink !== undefined || keep === "all" || canAlways === true || grow !== undefined;
  return !isWhole && boundIn(scope, "cpus") === 1;
}

/**
 * Runs a job, and looks whether what it found comes again where the module is loaded anew; `workers` is what
 * was asked for, if anything. The run is the same for any number of them. One that is interrupted is the
 * furthest that was known: a search that began anew may know less than the last. Several workers begin when
 * its turn has come, among others that are run.
 */
export async function runJob(
  named: Job,
  workers: number | undefined,
  interrupt: Interrupt,
  progress: Progress,
  turn: Promise<void> = Promise.resolve(),
): Promise<Run> {
  const target = await built(named.target, interrupt, (file) => progress.loaded.add(file));
  const job = { ...named, target };
  const furthest = (): Run | null => progress.known && { ...progress.known, budget: job.budget };
  const begun = performance.now();
  const spare = new Spare();
  try {
    const beside = async (found: Run) => {
      const windowed = await withWindows(found, within(job, begun), interrupt, progress, spare);
      return withSample(windowed, job, interrupt, progress, spare);
    };
    if (job.grow !== undefined) {
      const grown = await runGrown(job, job.grow.most, interrupt, progress, spare);
      return await beside(grown);
    }
    const found = await runByAll(job, workers, interrupt, progress, spare, turn);
    const run = await confirmedAnew(found, job, interrupt);
    progress.keep(run);
    // One with findings is broken, and says more.
    if (run.stoppedBy === "interrupt" && run.verdict === "unfinished") return furthest() ?? run;
    return await beside(run);
  } catch (error) {
    const known = furthest();
    if (!(error instanceof Interrupted) || known === null) throw error;
    return known;
  } finally {
    spare.end();
  }
}

async function runByAll(
  job: Job,
  workers: number | undefined,
  interrupt: Interrupt,
  progress: Progress,
  spare: Spare,
  turn: Promise<void>,
): Promise<Run> {
  const begun = performance.now();
  const alone = (asked: Job) => runAlone(asked, interrupt, progress, spare);
  const several = workers ?? availableParallelism();
  if (boundIn(job.scope, "cpus") > 1 && several > 1) {
    if (workers !== undefined) progress.say("allocheck: one worker searches what several CPUs do");
    return alone(job);
  }
  // Who looks back over a search has all of it.
  if (
    several === 1 ||
    job.sample !== undefined ||
    job.shrink !== undefined ||
    job.keep === "all" ||
    job.canAlways === true
  )
    return alone(job);
  if (workers === undefined) {
    const { maxStates = Number.POSITIVE_INFINITY } = job.budget;
    const first = { ...job, budget: { ...job.budget, maxStates: Math.min(maxStates, WORTH_SEVERAL) } };
    const run = await alone(first);
    if (run.stoppedBy !== "max-states" || maxStates <= WORTH_SEVERAL) return { ...run, budget: job.budget };
    // It may have gone on after a finding to what was a bound of ours.
    if (run.verdict === "broken" || boundIn(run.scope, "cpus") > 1) return alone(job);
    progress.keep(run);
  }
  spare.end(); // several need its memory
  await turn;
  const run = await runParts(within(job, begun), several, interrupt, progress);
  if (!("target" in run)) return { ...run, budget: job.budget };
  const { maxSeconds } = job.budget;
  // What several found in time one must find again, in what they had together; else it would be lost.
  const budget =
    run.foundBySeveral === true && maxSeconds !== undefined
      ? { ...job.budget, maxSeconds: maxSeconds * several }
      : within(job, begun).budget;
  return { ...(await alone({ ...run, budget })), budget: job.budget };
}
