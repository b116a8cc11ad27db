/** What a reporter is: it is told each event in turn, and answers what its report says next. */
import type { Style } from "../lines/style.js";
import type { Begun, CheckEvent, FailureTold, KnownTold, RunTold, Whole } from "./event.js";

/** Answers the text that an event adds to the report; none where it adds nothing. */
export type Reporter = (event: CheckEvent) => string;

/** How a report is wanted, where it leaves a choice. */
export interface Wanted {
  readonly style: Style;
  /** All there is to tell of every run. */
  readonly verbose: boolean;
  /** Nothing of runs that hold. */
  readonly onlyFailures: boolean;
}

/** A reporter by name. */
export interface ReporterKind {
  /** What it is, for the help. */
  readonly help: string;
  /** On stdout it says nothing where the only target cannot be checked: the command's error is the answer. */
  readonly leavesErrors?: true;
  make(wanted: Wanted): Reporter;
}

/** A reporter that says everything at the end, as a function of the whole check. */
export function atTheEnd(report: (whole: Whole) => string): Reporter {
  let begun: Begun = { kind: "begin", version: "", planned: [] };
  const runs: RunTold[] = [];
  const failures: FailureTold[] = [];
  let known: KnownTold | null = null;
  return (event) => {
    if (event.kind === "begin") begun = event;
    else if (event.kind === "further") begun = { ...begun, planned: event.planned };
    else if (event.kind === "run") runs.push(event);
    else if (event.kind === "known") known = event;
    else if (event.kind === "failure") failures.push(event);
    else if (event.kind === "end") return report({ begun, runs, failures, known, ended: event });
    return "";
  };
}
