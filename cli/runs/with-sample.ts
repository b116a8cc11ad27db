/** Random sequences in a large pool, beside a search that held in a small one. */
import type { Run } from "../../explore/check/verdict.js";
import type { Progress } from "../output/progress.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runAlone } from "../workers/session.js";
import type { Spare } from "../workers/spare.js";
import { confirmedAnew } from "./confirmed-anew.js";

/** How many frames the pool has, where the allocator takes so many. */
const POOL_FRAMES = 256;
/** The same sequences every time. */
const SEED = 1;

/** The run with what the sample came to, where one was asked for: what breaks a rule there is the run. */
export async function withSample(
  run: Run,
  job: Job,
  interrupt: Interrupt,
  progress: Progress,
  spare: Spare,
): Promise<Run> {
  const { sampled: commands, target, contract, keep, maxCommandSeconds } = job;
  if (commands === undefined || interrupt.happened || run.scope.pool !== undefined) return run;
  if (run.verdict !== "holds" && run.verdict !== "vacuous") return run;
  const large: Job = {
    target,
    ...(contract === undefined ? {} : { contract }),
    scope: { ...run.scope, frames: POOL_FRAMES },
    fewerFrames: true,
    widen: false,
    budget: {},
    keep,
    maxCommandSeconds,
    sample: { seed: SEED, commands },
  };
  const sampled = await confirmedAnew(await runAlone(large, interrupt, progress, spare), large, interrupt);
  if (sampled.verdict === "broken") return sampled;
  return { ...run, evidence: [...(run.evidence ?? []), ...(sampled.evidence ?? [])] };
}
