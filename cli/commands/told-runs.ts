/** Runs the jobs of a check, and tells of each in its turn as soon as it has ended. */
import { availableParallelism } from "node:os";
import { saveCounterexample } from "../../counterexamples/files.js";
import { EXIT_CODES, type Run, type Verdict, worst } from "../../explore/check/verdict.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { type CheckEvent, type FailureTold, ownVerdict, type Shard } from "../../report/reporters/event.js";
import { shownOf } from "../../report/reporters/html.js";
import { placesOf } from "../compile/own-places.js";
import { againText, type InTheWay } from "../input/again.js";
import { inShard } from "../input/shards.js";
import { runOrRecall } from "../kept/cache.js";
import { complain, troubleOf } from "../output/output.js";
import { fromRoot, linesOf } from "../output/places.js";
import type { Progress } from "../output/progress.js";
import { faultOf, type Trouble } from "../output/trouble.js";
import { VERSION } from "../output/version.js";
import { answerersOf } from "../runs/answerers.js";
import { isBounded, runJob } from "../runs/run-job.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { Ahead } from "./ahead.js";
import { KnownFindings } from "./known-findings.js";
import type { Proofs } from "./proofs.js";

/** How jobs are to be run. */
export interface RunOptions extends InTheWay {
  readonly workers?: number;
  readonly save?: string;
  /** Nothing is begun after a run that does not hold. */
  readonly bail?: boolean;
  /** Whether what held before on the same files is not run again. */
  readonly cache: boolean;
  /** What is proved of the rules stands beside each run that asks for it. */
  readonly proofs?: Proofs | null;
  /** Whether a page is asked for, or a blob, of which one may be made: who answers in it is told too. */
  readonly pages?: boolean;
  /** A directory of findings that are known. */
  readonly known?: string;
}

/** What is to be known when all has been told. */
export interface Told {
  /** The gravest of all runs, for which known findings count as none; a record that is fixed is one. */
  readonly verdict: Verdict;
  readonly troubles: readonly Trouble[];
  /** Why the only target could not be checked: this ends the command as any other misuse does. */
  readonly alone: { readonly error: unknown } | null;
}

/**
 * Says what stood in the way of runs that were told, and `further` beside it, and returns the exit code.
 * Throws what was wrong with the only target.
 */
export function exitCodeOf(
  { verdict, troubles, alone }: Told,
  further: readonly Trouble[],
  interrupt: Interrupt,
): number {
  for (const trouble of [...troubles, ...further]) complain(trouble);
  if (alone !== null) throw alone.error;
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  return troubles.length + further.length === 0 ? EXIT_CODES[verdict] : 2;
}

/** The runs of a check: all of them, or those of one shard. */
export interface Planned {
  readonly jobs: readonly Job[];
  /** The shard that is to be run; `null` for the whole. */
  readonly shard: Shard | null;
}

/** One that fails takes nothing from the others. `tell` hears everything, the end included. */
export async function runAndTell(
  { jobs: asked, shard }: Planned,
  { workers, save, bail, proofs = null, pages = false, known: directory, cache, ...inTheWay }: RunOptions,
  interrupt: Interrupt,
  progress: Progress,
  tell: (event: CheckEvent) => void,
): Promise<Told> {
  const verdicts: Verdict[] = [];
  const errors: unknown[] = [];
  const unsaved: Trouble[] = [];
  const lost: string[] = [];
  const saved: string[] = [];
  const jobs = inShard(asked, shard);
  const planned = () => jobs.map(({ job }) => nameOf(job.target));
  const findings = new KnownFindings(directory);
  const begun = performance.now();
  let bailed = false;
  let at = 0;
  const ahead = new Ahead({
    begin: (job, turn) => {
      const own = progress.run(nameOf(job.target), job.budget.maxSeconds);
      return { run: (cache ? runOrRecall : runJob)(job, workers, interrupt, own, turn), progress: own };
    },
    mayBegin: isBounded,
    rest: () => jobs.slice(at + 1),
    // Who says how many workers search has one run at a time; so has who may want no other to begin.
    most: workers === undefined && bail !== true ? availableParallelism() : 1,
    interrupt,
  });
  const left: string[] = [];
  const part = shard === null ? {} : { shard: { ...shard, runs: asked.length } };
  tell({ kind: "begin", version: VERSION, planned: planned(), ...part });
  // Jobs that come up on the way are met in their turn.
  for (const [i, entry] of jobs.entries()) {
    const { number: inList, job } = entry;
    const target = nameOf(job.target);
    at = i;
    bailed = bail === true && (errors.length > 0 || worst(verdicts) !== "holds");
    // What is under way hears an interrupt as well, and ends with what it has.
    if (bailed || (interrupt.happened && !ahead.hasBegun(entry))) {
      left.push(target);
      continue;
    }
    // What comes up in a shard has its place where it came up: of the other shards nothing is known.
    const number = shard === null ? i + 1 : inList;
    const levels = levelTeller(number, target, tell);
    const { run: found, progress: own } = ahead.turn(entry);
    progress.turn(own, levels);
    const beside = found.then((each) => (job.proved === true ? proofs?.beside(each) : null) ?? each);
    const run = await beside.catch((error: unknown) => {
      if (error instanceof Interrupted) lost.push(target);
      else {
        errors.push(error);
        tell(failure(number, target, error));
      }
      return null;
    });
    progress.end();
    if (run === null) continue;
    if (run.further !== undefined) {
      const further = run.further.map((scope) => ({ ...job, scope, ownPfn: false, ownScopes: false }));
      jobs.splice(i + 1, 0, ...further.map((each) => ({ number: inList, job: each })));
      tell({ kind: "further", planned: planned() });
    }
    levels(run.levels);
    const known = await findings.match(run, job, interrupt).catch((error: unknown) => {
      errors.push(error);
      return run.counterexamples.map(() => null);
    });
    verdicts.push(ownVerdict({ run, known }));
    const before = saved.length;
    unsaved.push(...troubleOf(() => saveAll(run, known, save, saved)));
    const file = job.target.kind === "file" ? job.target.file : null;
    const again = againText(job, run, inTheWay);
    const kinds = new Set(
      run.counterexamples.flatMap(({ steps }) => steps.map(({ command }) => command.kind)),
    );
    const lines = linesOf(file, [...kinds]);
    const place = file === null ? null : fromRoot(file, process.env);
    const places = placesOf(file, run.counterexamples, process.env);
    const about = { number, target, file: place, lines, places };
    const told = { ...about, run, again, saved: saved.slice(before), known };
    const answerers = pages ? { answerers: await answerersOf(job.target, shownOf(run), interrupt) } : {};
    tell({ kind: "run", ...told, ...answerers });
  }
  if (directory !== undefined) {
    const records = findings.told();
    if (records.stale.length > 0) verdicts.push("broken");
    tell(records);
  }
  const because = interrupt.happened ? "interrupt" : bailed ? "bail" : null;
  tell({ kind: "end", lost, left, because, seconds: (performance.now() - begun) / 1000 });
  const verdict = worst(verdicts);
  if (jobs.length === 1 && shard === null && verdicts.length === 0 && errors.length > 0)
    return { verdict, troubles: unsaved, alone: { error: errors[0] } };
  return { verdict, troubles: [...errors.map(troubleFrom), ...unsaved], alone: null };
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
  const { code, what, remedy } = troubleFrom(error);
  return { kind: "failure", number, target, code, message: what, remedy };
}

/** A misuse as it is, and a fault of ours beside it. */
function troubleFrom(error: unknown): Trouble {
  return isMisuse(error) ? error : faultOf(error).trouble;
}

/** Saves every counterexample of a run that is not known, and notes its file in `saved`. */
function saveAll(
  { counterexamples }: Run,
  known: readonly (string | null)[],
  directory: string | undefined,
  saved: string[],
): void {
  if (directory === undefined) return;
  for (const [i, counterexample] of counterexamples.entries())
    if (typeof known[i] !== "string") saved.push(saveCounterexample(directory, counterexample, saved));
}
