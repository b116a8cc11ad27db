/**
 * KTAP 1 (Documentation/dev-tools/ktap.rst of Linux), for kunit.py and KernelCI: a test a run, a subtest a
 * rule. A parser knows lines by their beginning, and a name by the `#` that ends it.
 */
import { printable } from "../../model/basics/wording.js";
import { type Case, type CaseKind, casesOf, traceText } from "./cases.js";
import { type Report, type ReportedRun, runName } from "./report.js";

/**
 * How a case is told. A known finding is `ok`, as kselftest writes an expected failure: kunit.py looks at no
 * directive but SKIP, and would count a `not ok` as a failure, which it is not here.
 */
const RESULTS: Readonly<Record<CaseKind, { readonly ok: boolean; readonly directive: string | null }>> = {
  passed: { ok: true, directive: null },
  failed: { ok: false, directive: null },
  known: { ok: true, directive: "XFAIL" },
  warned: { ok: true, directive: null },
  skipped: { ok: true, directive: "SKIP" },
  unfinished: { ok: false, directive: "TIMEOUT" },
  vacuous: { ok: false, directive: "ERROR vacuous:" },
};

/** A report as KTAP. */
export function ktapText({ runs, problems }: Report): string {
  const tests = [
    ...runs.map((reported, i) => runLines(reported, i + 1)),
    ...problems.map(({ about, message }, i) => [
      ...commentLines(message),
      `not ok ${runs.length + i + 1} ${oneLine(about)} # ERROR ${oneLine(message)}`,
    ]),
  ];
  return `${["KTAP version 1", `1..${tests.length}`, ...tests.flat()].join("\n")}\n`;
}

function runLines(reported: ReportedRun, number: number): string[] {
  const name = oneLine(runName(reported.run));
  const cases = casesOf(reported);
  const ok = cases.every(({ kind }) => RESULTS[kind].ok);
  return [
    "  KTAP version 1",
    `  # Subtest: ${name}`,
    `  1..${cases.length}`,
    ...cases.flatMap((one, i) => caseLines(one, i + 1)).map((line) => `  ${line}`),
    `${ok ? "ok" : "not ok"} ${number} ${name}`,
  ];
}

function caseLines(one: Case, number: number): string[] {
  const { ok, directive } = RESULTS[one.kind];
  const why = one.record === null ? one.message : `known, recorded in ${one.record}`;
  const end = directive === null ? "" : ` # ${directive} ${oneLine(why)}`;
  return [
    ...(one.counterexample === null ? [] : commentLines(traceText(one.counterexample))),
    ...(one.kind === "warned" ? commentLines(one.message) : []),
    `${ok ? "ok" : "not ok"} ${number} ${oneLine(one.name)}${end}`,
  ];
}

/** Lines for people, which no parser takes for anything else. */
function commentLines(text: string): string[] {
  return oneToALine(text).map((line) => `#   ${line}`.trimEnd());
}

/** A name, or what stands behind a directive: in one line, and without the `#` that begins a directive. */
function oneLine(text: string): string {
  return oneToALine(text).join(" ").replace(/#/g, "no.").replace(/\s+/g, " ").trim();
}

/** At these words of the kernel's log kunit.py stops to read, wherever in a line they stand. */
const LAST_WORDS = /(List of all partitions|Kernel panic - not syncing|reboot): ?/g;

function oneToALine(text: string): string[] {
  return printable(text).replace(LAST_WORDS, "$1, ").split("\n");
}
