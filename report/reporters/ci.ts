/** The reporters for those who run checks without looking on: each a format of the whole. */
import { githubCommands } from "../formats/github.js";
import { junitText } from "../formats/junit.js";
import { ktapText } from "../formats/ktap.js";
import type { Problem, Report } from "../formats/report.js";
import { sarifText } from "../formats/sarif.js";
import type { KnownTold, Whole } from "./event.js";
import { atTheEnd, type ReporterKind } from "./reporter.js";

export const JUNIT_REPORTER = whole("JUnit XML, for GitLab, Jenkins, Azure", junitText);
export const SARIF_REPORTER = whole("SARIF 2.1.0, for code scanning", sarifText);
export const KTAP_REPORTER = whole("KTAP 1, for kunit.py and KernelCI", ktapText);
export const GITHUB_REPORTER = whole("annotations for GitHub Actions, by itself there", githubCommands);

function whole(help: string, format: (report: Report) => string): ReporterKind {
  return { help, make: () => atTheEnd((all) => format(reportOf(all))) };
}

/** A whole check as the formats take it. */
export function reportOf({ begun, runs, failures, known: records, ended }: Whole): Report {
  const left = ended.because === "bail" ? "not begun after a run that does not hold" : "not begun";
  return {
    version: begun.version,
    runs,
    problems: [
      ...(records?.stale ?? []).map(staleProblem),
      ...failures.map(({ target, message, remedy }) => ({ about: target, message: `${message}; ${remedy}` })),
      ...ended.lost.map((target) => ({ about: target, message: "interrupted before it had a result" })),
      ...ended.left.map((target) => ({ about: target, message: left })),
    ],
  };
}

/** A record that is out of date. */
export function staleProblem({ file, why }: KnownTold["stale"][number]): Problem {
  return { about: `delete ${file}`, message: `this known finding is fixed: ${why}` };
}
