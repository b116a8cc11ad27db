/** `--grow`: a job in scopes of 1, 2, 3 frames and so on, in one worker while nothing is found. */
import { Growing, type Size } from "../../explore/check/growing.js";
import type { Run } from "../../explore/check/verdict.js";
import type { Progress } from "../output/progress.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runAlone } from "../workers/session.js";
import type { Spare } from "../workers/spare.js";
import { caughtIn, faultsOf } from "./caught-faults.js";
import { confirmedAnew } from "./confirmed-anew.js";
import { within } from "./within.js";

/** The run of the largest size, or of the least that is broken, and beside it what all sizes came to. */
export async function runGrown(
  job: Job,
  most: number | null,
  interrupt: Interrupt,
  progress: Progress,
  spare: Spare,
): Promise<Run> {
  const begun = performance.now();
  const growing = new Growing(job.scope, { most });
  const faults = faultsOf(job.target);
  let cut: Run | null = null;
  for (let size = growing.next(); size !== null && !interrupt.happened; size = growing.next()) {
    const { budget } = within(job, begun);
    if (budget.maxSeconds === 0) break;
    const beside = progress.beside(`${nameOf(job.target)} with ${sizeText(size)}`);
    try {
      const sized: Job = { ...job, budget, scope: { ...job.scope, ...size }, survey: true, ownScopes: false };
      const found = await confirmedAnew(await runAlone(sized, interrupt, beside, spare), sized, interrupt);
      const { further: _, ...run } = { ...found, budget: job.budget };
      if (run.verdict === "unfinished") cut = run;
      const caught =
        faults.length === 0 || run.verdict === "broken"
          ? null
          : await caughtIn(
              run,
              faults.filter(({ name }) => !growing.isCaught(name)),
              interrupt,
            );
      growing.take(run, caught ?? [], caught === null ? null : faults.length);
    } catch (error) {
      if (!(error instanceof Interrupted)) growing.cannotBegin(error);
    } finally {
      beside.end();
    }
  }
  const { run } = growing;
  if (run !== null) return run;
  if (cut !== null) return cut;
  throw new Interrupted(interrupt);
}

function sizeText({ frames, owners, slices }: Size): string {
  return `${frames}/${owners}/${slices}`;
}
