/** What a check came to, as every format takes it: a value that can be written down and read again. */
import type { Run } from "../../explore/check/verdict.js";
import type { CommandKind } from "../../model/words/commands.js";
import { describeScope } from "../../model/words/scope.js";

/** A line of a file, which is named by its path from the root of the repository. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A run, where its allocator's code lies, and which of its findings were known before. */
export interface ReportedRun {
  readonly run: Run;
  /** The allocator's file by its path from the root of the repository; `null` for one of allocheck's own. */
  readonly file: string | null;
  /** The line of that file on which the method of a command begins, from 1, where it is known. */
  readonly lines: Readonly<Partial<Record<CommandKind, number>>>;
  /** For each counterexample where in a person's own sources it came about, where that is known better. */
  readonly places?: readonly (Place | null)[];
  /** For each counterexample of the run the file that records it; `null` for a new one. */
  readonly known: readonly (string | null)[];
}

/** What is wrong beside the runs: a target that could not be checked, a known finding that is fixed. */
export interface Problem {
  readonly about: string;
  readonly message: string;
}

/** All that the formats show. */
export interface Report {
  readonly version: string;
  readonly runs: readonly ReportedRun[];
  readonly problems: readonly Problem[];
}

/** The name of a run: its allocator and its scope, since an allocator may have several. */
export function runName({ allocator, contract, scope }: Run): string {
  return `${allocator ?? "the specification"}: ${describeScope(scope)}, contract ${contract}`;
}

/** How long a run took this time: one that was not run again took nothing. */
export function tookSeconds({ measured: { proved, seconds } }: Run): number {
  return proved === undefined ? seconds : 0;
}

/** Whether a run is broken by nothing but what was known before. */
export function isKnown({ run, known }: Pick<ReportedRun, "run" | "known">): boolean {
  return run.verdict === "broken" && known.length > 0 && known.every((file) => file !== null);
}
