/** One JSON object for a whole check. */
import type { Run } from "../../explore/check/verdict.js";
import { blindSpots } from "../../explore/evidence/blind.js";
import { jsonText } from "../formats/json.js";
import { foldsOf } from "../trace/program.js";
import { verdictOf, type Whole } from "./event.js";
import { atTheEnd, type ReporterKind } from "./reporter.js";

export const JSON_REPORTER: ReporterKind = {
  help: "one object at the end",
  leavesErrors: true,
  make: () => atTheEnd(wholeJson),
};

/** The verdict, every run, and the targets that could not be checked, where there are such. */
export function wholeJson(whole: Whole): string {
  const { begun, runs, failures, known } = whole;
  const errors = failures.map(({ target, code, message, remedy }) => ({ target, code, message, remedy }));
  return jsonText(begun.version, {
    verdict: verdictOf(whole),
    runs: runs.map(({ run }) => withBlind(withFolds(run))),
    ...(errors.length > 0 ? { errors } : {}),
    ...(known === null
      ? {}
      : { known: { findings: knownFindings(whole), stale: known.stale, unlooked: known.unlooked } }),
  });
}

/** The findings that were on record, each with its file. */
function knownFindings({ runs }: Whole) {
  return runs.flatMap(({ run, known }) =>
    run.counterexamples.flatMap(({ allocator, rule }, i) =>
      typeof known[i] === "string" ? [{ file: known[i], allocator, rule }] : [],
    ),
  );
}

/** The run with what its evidence leaves open, where there is evidence. */
function withBlind(run: Run) {
  return run.evidence === undefined ? run : { ...run, blind: blindSpots(run) };
}

/** The run with the repeated parts of its traces, where there are some. */
function withFolds(run: Run) {
  const counterexamples = run.counterexamples.map((found) => {
    const folds = foldsOf(found);
    return folds.length === 0 ? found : { ...found, folds };
  });
  return { ...run, counterexamples };
}
