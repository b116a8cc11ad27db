/** Runs the windows of a check after the check itself, in the worker that it has to spare. */
import type { Run } from "../../explore/check/verdict.js";
import { Windowing } from "../../explore/check/windows.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Progress } from "../output/progress.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runAlone } from "../workers/session.js";
import type { Spare } from "../workers/spare.js";
import { confirmedAnew } from "./confirmed-anew.js";

/** The run of a job with what its windows came to; `job` has what is left of its time. */
export async function withWindows(
  run: Run,
  job: Job,
  interrupt: Interrupt,
  progress: Progress,
  spare: Spare,
): Promise<Run> {
  const windowing = new Windowing(run, job.windows ?? "one");
  for (let scope = windowing.next(); scope !== null && !interrupt.happened; scope = windowing.next()) {
    // The world of the run is fitted already. What tests whether bytes decide has had its turn.
    const { fewOwners: _, ownPfn: __, ownScopes: ___, grow: ____, ...rest } = job;
    const inWindow: Job = { ...rest, scope, widen: false, untested: true };
    const beside = progress.beside(`${nameOf(job.target)} at frame ${scope.windowAt ?? 0}`);
    try {
      const found = await runAlone(inWindow, interrupt, beside, spare);
      windowing.take(await confirmedAnew(found, inWindow, interrupt));
    } catch (error) {
      if (error instanceof Interrupted) break;
      if (!isMisuse(error)) throw error;
      windowing.take(error);
    } finally {
      beside.end();
    }
  }
  return windowing.run;
}
