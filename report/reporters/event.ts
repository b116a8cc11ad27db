/** What a check tells while it goes on. A report is a fold over these. */
import { type Verdict, worst } from "../../explore/check/verdict.js";
import type { Misuse } from "../../model/basics/misuse.js";
import { isKnown, type ReportedRun } from "../formats/report.js";
import type { Answerers } from "../html/data.js";

/** One of several even parts of a check, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** All that is to be run is known, and nothing has begun. */
export interface Begun {
  readonly kind: "begin";
  /** The version of allocheck. */
  readonly version: string;
  /** The targets as they were named, one for each run in the order of the runs. */
  readonly planned: readonly string[];
  /** Where this is a part of a check, which one, and how many runs all parts have together. */
  readonly shard?: Shard & { readonly runs: number };
}

/** An allocator is to be explored in more scopes than were planned. */
export interface FurtherTold {
  readonly kind: "further";
  /** All that is planned now. */
  readonly planned: readonly string[];
}

/** A level of the search of a run is complete. */
export interface LevelTold {
  readonly kind: "level";
  /** The place of its run among those of the whole check, all shards together, from 1. */
  readonly number: number;
  readonly target: string;
  /** The length of the sequences that lead to its states. */
  readonly level: number;
  /** How many states it has, and how many are known with it. */
  readonly states: number;
  readonly known: number;
}

/** A run has ended. */
export interface RunTold extends ReportedRun {
  readonly kind: "run";
  readonly number: number;
  readonly target: string;
  /** What one types to see this run again. */
  readonly again: string;
  /** The files in which its counterexamples were saved. */
  readonly saved: readonly string[];
  /** Who answers in a page along its counterexamples and from its beginning, where a page is asked for. */
  readonly answerers?: Answerers;
}

/** What became of the records of known findings; told once, before the end, where there are such. */
export interface KnownTold {
  readonly kind: "known";
  /** Those that break no more, or another rule. */
  readonly stale: readonly { readonly file: string; readonly why: string }[];
  /** Those of allocators and contracts that were not checked. */
  readonly unlooked: readonly string[];
}

/** A target that could not be checked. */
export interface FailureTold extends Pick<Misuse, "code" | "remedy"> {
  /** What is wrong. */
  readonly message: string;
  readonly kind: "failure";
  readonly number: number;
  readonly target: string;
}

/** Nothing more will come. */
export interface Ended {
  readonly kind: "end";
  /** Targets under way whose run gave no result in time, and those that were not begun. */
  readonly lost: readonly string[];
  readonly left: readonly string[];
  /** Why there are such: somebody's signal, or a finding with `--bail`. */
  readonly because: "interrupt" | "bail" | null;
  /** From the first run to the last. */
  readonly seconds: number;
}

export type CheckEvent = Begun | FurtherTold | LevelTold | RunTold | KnownTold | FailureTold | Ended;

/** A whole check: what was told, put together. */
export interface Whole {
  readonly begun: Begun;
  readonly runs: readonly RunTold[];
  readonly failures: readonly FailureTold[];
  readonly known: KnownTold | null;
  readonly ended: Ended;
}

/** Whether runs are told as lines of a table; a single one is told in full. */
export function isTable({ planned, shard }: Begun): boolean {
  return planned.length !== 1 || shard !== undefined;
}

/**
 * The verdict of a whole check: the gravest of its runs. Where something has come to no run the rest may
 * hold, and the whole is `unfinished`.
 */
export function verdictOf({ runs, failures, known, ended }: Whole): Verdict {
  const open = failures.length + ended.lost.length + ended.left.length > 0;
  return worst([
    ...runs.map(ownVerdict),
    ...(open ? (["unfinished"] as const) : []),
    ...(known !== null && known.stale.length > 0 ? (["broken"] as const) : []),
  ]);
}

/** The verdict of a run, for which known findings count as none. */
export function ownVerdict(told: Pick<RunTold, "run" | "known">): Verdict {
  const { verdict, stoppedBy } = told.run;
  if (!isKnown(told)) return verdict;
  return stoppedBy === null || stoppedBy === "finding" ? "holds" : "unfinished";
}
