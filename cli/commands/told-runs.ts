/** Runs the jobs of a check one after the other, and tells of each as soon as it has ended. */
import { saveCounterexample } from "../../counterexamples/files.js";
import type { Run } from "../../explore/check/verdict.js";
import { isMisuse } from "../../model/words/misuse.js";
import type { CheckEvent, FailureTold } from "../../report/reporters/event.js";
import { againText } from "../input/again.js";
import { troubleOf } from "../output/output.js";
import { fromRoot, linesOf } from "../output/places.js";
import type { Progress } from "../output/progress.js";
import { faultOf, type Trouble } from "../output/trouble.js";
import { VERSION } from "../output/version.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runJob } from "../workers/run-job.js";

/** How jobs are to be run. */
export interface RunOptions {
  readonly workers?: number;
  readonly save?: string;
  /** Nothing is begun after a run that does not hold. */
  readonly bail?: boolean;
  /** Whether a command that shows a run again must name every bound. */
  readonly exact: boolean;
}

/** What is to be known when all has been told. */
export interface Told {
  readonly runs: readonly Run[];
  readonly troubles: readonly Trouble[];
}

/**
 * One that fails takes nothing from the others; one that was alone is thrown as any other misuse. `tell`
 * hears everything, the end included.
 */
export async function runAndTell(
  jobs: readonly Job[],
  { workers, save, bail, exact }: RunOptions,
  interrupt: Interrupt,
  progress: Progress,
  tell: (event: CheckEvent) => void,
): Promise<Told> {
  const runs: Run[] = [];
  const errors: unknown[] = [];
  const unsaved: Trouble[] = [];
  const lost: string[] = [];
  const saved: string[] = [];
  const planned = jobs.map(({ target }) => nameOf(target));
  const left = [...planned];
  const begun = performance.now();
  let bailed = false;
  tell({ kind: "begin", version: VERSION, planned });
  for (const [i, job] of jobs.entries()) {
    bailed = bail === true && (errors.length > 0 || runs.some(({ verdict }) => verdict !== "holds"));
    if (interrupt.happened || bailed) break;
    left.shift();
    const number = i + 1;
    const target = nameOf(job.target);
    const levels = levelTeller(number, target, tell);
    progress.begin(target, job.budget.maxSeconds, levels);
    const run = await runJob(job, workers, interrupt, progress).catch((error: unknown) => {
      if (error instanceof Interrupted) lost.push(target);
      else if (jobs.length === 1) throw error;
      else {
        errors.push(error);
        tell(failure(number, target, error));
      }
      return null;
    });
    progress.end();
    if (run === null) continue;
    runs.push(run);
    levels(run.levels);
    const before = saved.length;
    unsaved.push(...troubleOf(() => saveAll(run, save, saved)));
    const file = job.target.kind === "file" ? job.target.file : null;
    const again = againText(job, exact);
    const lines = linesOf(file);
    const place = file === null ? null : fromRoot(file, process.env);
    tell({ kind: "run", number, target, file: place, lines, run, again, saved: saved.slice(before) });
  }
  const because = interrupt.happened ? "interrupt" : bailed ? "bail" : null;
  tell({ kind: "end", lost, left, because, seconds: (performance.now() - begun) / 1000 });
  return { runs, troubles: [...errors.map(troubleFrom), ...unsaved] };
}

/** Tells of each level once, also where a search begins anew. */
function levelTeller(
  number: number,
  target: string,
  tell: (event: CheckEvent) => void,
): (levels: readonly number[]) => void {
  let known = 0;
  let next = 0;
  return (levels) => {
    for (; next < levels.length; next++) {
      const states = levels[next] ?? 0;
      known += states;
      tell({ kind: "level", number, target, level: next, states, known });
    }
  };
}

function failure(number: number, target: string, error: unknown): FailureTold {
  const { code, message, remedy } = troubleFrom(error);
  return { kind: "failure", number, target, code, message, remedy };
}

/** A misuse as it is, and a fault of ours beside it. */
function troubleFrom(error: unknown): Trouble {
  return isMisuse(error) ? error : faultOf(error).trouble;
}

/** Saves every counterexample of a run and notes its file in `saved`. */
function saveAll({ counterexamples }: Run, directory: string | undefined, saved: string[]): void {
  if (directory === undefined) return;
  for (const counterexample of counterexamples)
    saved.push(saveCounterexample(directory, counterexample, saved));
}
