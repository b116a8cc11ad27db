/**
 * JUnit XML, for GitLab, Jenkins, Azure and whatever reads it: a suite a run, a case a rule. Nobody has
 * specified the format; what is written here is valid by the schema of Jenkins' xUnit plugin (junit-10.xsd).
 */
import { xmlText } from "../lines/xml.js";
import { type Case, type CaseKind, casesOf, traceText } from "./cases.js";
import { type Problem, type Report, type ReportedRun, runName, tookSeconds } from "./report.js";

/** The element inside a case; a known finding is one that does not fail, and JUnit has only this for it. */
const ELEMENTS: Readonly<Record<CaseKind, "failure" | "error" | "skipped" | "system-out" | null>> = {
  passed: null,
  failed: "failure",
  known: "skipped",
  skipped: "skipped",
  warned: "system-out",
  unfinished: "error",
  vacuous: "error",
};

/** A report as JUnit XML. */
export function junitText({ runs, problems }: Report): string {
  const suites = [...runs.map(runSuite), ...(problems.length > 0 ? [problemSuite(problems)] : [])];
  const total = (key: "tests" | "failures" | "errors") =>
    suites.reduce((sum, suite) => sum + suite[key], 0).toString();
  const all = {
    name: "allocheck",
    tests: total("tests"),
    failures: total("failures"),
    errors: total("errors"),
  };
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites${attributes(all)}>`,
    ...suites.flatMap(({ lines }) => lines),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly lines: readonly string[];
}

function runSuite(reported: ReportedRun): Suite {
  const { run, file } = reported;
  const cases = casesOf(reported);
  const classname = run.allocator ?? "specification";
  return suite(
    { name: runName(run), time: tookSeconds(run).toFixed(3), ...(file === null ? {} : { file }) },
    cases.map((one) => ({
      element: ELEMENTS[one.kind],
      attributes: { name: one.name, classname, ...(one.line === null ? {} : place(one.file, one.line)) },
      message: one.record === null ? one.message : `known, recorded in ${one.record}: ${one.message}`,
      text: bodyOf(one),
    })),
  );
}

function problemSuite(problems: readonly Problem[]): Suite {
  return suite(
    { name: "allocheck" },
    problems.map(({ about, message }) => ({
      element: "error" as const,
      attributes: { name: about, classname: "allocheck" },
      message,
      text: message,
    })),
  );
}

interface Entry {
  readonly element: "failure" | "error" | "skipped" | "system-out" | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly message: string;
  readonly text: string;
}

function suite(own: Readonly<Record<string, string>>, entries: readonly Entry[]): Suite {
  const count = (element: Entry["element"]) => entries.filter((entry) => entry.element === element).length;
  const counts = { tests: entries.length, failures: count("failure"), errors: count("error") };
  const numbers = Object.entries({ ...counts, skipped: count("skipped") }).map(([k, n]) => [k, String(n)]);
  return {
    ...counts,
    lines: [
      `  <testsuite${attributes({ ...own, ...Object.fromEntries(numbers) })}>`,
      ...entries.map(caseLine),
      "  </testsuite>",
    ],
  };
}

function caseLine({ element, attributes: own, message, text }: Entry): string {
  const head = `    <testcase${attributes(own)}`;
  if (element === null) return `${head}/>`;
  if (element === "system-out") return `${head}><${element}>${xmlText(text)}</${element}></testcase>`;
  const inner = `<${element}${attributes({ message })}>${xmlText(text)}</${element}>`;
  return `${head}>${inner}</testcase>`;
}

function bodyOf({ counterexample, message }: Case): string {
  return counterexample === null ? message : `\n${traceText(counterexample)}\n`;
}

function place(file: string | null, line: number): Readonly<Record<string, string>> {
  return file === null ? {} : { file, line: String(line) };
}

function attributes(of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .map(([name, value]) => ` ${name}="${xmlText(value).replace(/\n/g, "&#10;").replace(/\t/g, "&#9;")}"`)
    .join("");
}
