/**
 * Findings that are known: counterexamples in a directory, each of which must still break. A finding is known
 * where its very commands are on record for its allocator, contract and rule, so that nothing new hides
 * behind what was accepted; and a record whose trace breaks no more is out of date.
 */
import { existsSync } from "node:fs";
import { counterexampleFiles, readRecorded } from "../../counterexamples/files.js";
import { mayBeOf } from "../../counterexamples/module-path.js";
import type { Run } from "../../explore/check/verdict.js";
import { isMisuse, Misuse } from "../../model/basics/misuse.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import type { KnownTold } from "../../report/reporters/event.js";
import { type ReplayReport, Replays } from "../runs/replays.js";
import type { Target } from "../targets/target.js";
import { nameOf } from "../workers/death.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";

/** A record, and what became of it once it was replayed. */
interface Known {
  readonly file: string;
  readonly counterexample: Counterexample;
  fate: ReplayReport | null;
}

export class KnownFindings {
  private readonly all: readonly Known[];

  /** Throws a `Misuse` where there is no such directory, or a file in it is no counterexample. */
  constructor(directory: string | undefined) {
    this.all = directory === undefined ? [] : filesIn(directory).map(known);
  }

  /**
   * For each finding of a run the file that records it; `null` for a new one. Replays the records of the
   * run's allocator first. Throws a `Misuse` for a record that shows nothing.
   */
  async match(run: Run, job: Job, interrupt: Interrupt): Promise<(string | null)[]> {
    const mine = this.all.filter((each) => isAbout(each, run, job.target));
    await replayAll(mine, job, interrupt);
    return run.counterexamples.map((found) => {
      const same = mine.find((each) => breaks(each) && key(each.counterexample) === key(found));
      return same?.file ?? null;
    });
  }

  /** What is to be said of the records at the end. */
  told(): KnownTold {
    const looked = this.all.filter(({ fate }) => fate !== null);
    return {
      kind: "known",
      stale: looked
        .filter((each) => !breaks(each))
        .map(({ file, fate }) => ({ file, why: fate?.detail ?? "" })),
      unlooked: this.all.filter(({ fate }) => fate === null).map(({ file }) => file),
    };
  }
}

/** An empty directory is where one begins. */
function filesIn(directory: string): string[] {
  if (!existsSync(directory))
    throw new Misuse(
      "missing-file",
      `${directory} does not exist`,
      "make it, and record what is known with: allocheck check TARGET --all --save DIR",
    );
  try {
    return counterexampleFiles([directory]);
  } catch (error) {
    if (isMisuse(error) && error.code === "no-counterexamples") return [];
    throw error;
  }
}

function known(file: string): Known {
  const { counterexample } = readRecorded(file);
  if (counterexample.format === "allocheck-counterexample") return { file, counterexample, fate: null };
  throw new Misuse(
    "not-a-counterexample",
    `${file} is a witness, and no finding`,
    "take it out of the directory",
  );
}

/** Two files may give their allocators the same name; a record is of one of them. */
function isAbout({ file, counterexample }: Known, run: Run, target: Target): boolean {
  const { allocator, contract, module } = counterexample;
  if (allocator !== run.allocator || contract !== run.contract) return false;
  return module === undefined || mayBeOf(file, module, target.kind === "file" ? target.file : null);
}

/** Whether the trace of a record still breaks its own rule. */
function breaks({ fate, counterexample }: Known): boolean {
  return fate?.fate === "breaks" && fate.rule === counterexample.rule;
}

/** What makes two findings of one allocator and contract the same. */
function key({ rule, steps }: Counterexample): string {
  return JSON.stringify([rule, ...steps.map(({ command }) => describeCommand(command))]);
}

/** Replays each record that was not yet, on what the run was about. */
async function replayAll(records: readonly Known[], job: Job, interrupt: Interrupt): Promise<void> {
  const open = records.filter(({ fate }) => fate === null);
  if (open.length === 0) return;
  const on = targetName(job.target);
  const replays = new Replays(
    open.map(({ file }) => file),
    { on, seconds: job.maxCommandSeconds },
    interrupt,
  );
  await replays.run();
  const [failure] = replays.failed;
  if (failure !== undefined) throw failure.misuse;
  for (const report of replays.told) {
    const record = open.find(({ file }) => file === report.file);
    if (record !== undefined) record.fate = report;
  }
}

/** As it is named on a command line; a file in this very directory with its `./`. */
function targetName(target: Target): string {
  const name = nameOf(target);
  return target.kind === "file" && !/[/\\]/.test(name) ? `./${name}` : name;
}
