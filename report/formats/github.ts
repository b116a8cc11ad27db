/** What GitHub Actions reads: workflow commands, which become annotations, and a summary in Markdown. */

import { clipped, grouped, printable } from "../../model/basics/wording.js";
import { briefScope } from "../../model/words/scope.js";
import { timeText } from "../text/run-text.js";
import { type Case, type CaseKind, casesOf, findingText, traceText } from "./cases.js";
import { isKnown, type Report, type ReportedRun, runName } from "./report.js";

/** GitHub shows so many annotations of one kind for a step, and drops the rest without a word. */
const MOST_ANNOTATIONS = 10;
/** So much of a message is shown; more than 64 kB would not be taken. */
const LONGEST_MESSAGE = 8000;
/** A summary of a step may have 1 MiB. */
const LONGEST_SUMMARY = 900_000;

/** What no annotation of a run that does not hold is about. */
const QUIET: readonly CaseKind[] = ["passed", "skipped", "warned"];

interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly file?: string | null;
  readonly line?: number | null;
}

/** One workflow command for each run that does not hold and for each problem; nothing where all is well. */
export function githubCommands({ runs, problems }: Report): string {
  const all = [
    ...problems.map(({ about, message }): Annotation => ({ level: "error", title: about, message })),
    ...runs.flatMap(annotationOf),
    ...runs.flatMap(warningsOf),
  ];
  const byLevel = (["error", "warning"] as const).map((level) => all.filter((one) => one.level === level));
  return byLevel.map((some) => atMost(some).map(commandLine).join("")).join("");
}

/** The last one that is shown says how many are not. */
function atMost(some: readonly Annotation[]): Annotation[] {
  if (some.length <= MOST_ANNOTATIONS) return [...some];
  const { level } = some[0]!; // there are more than ten
  const rest = some.length - MOST_ANNOTATIONS + 1;
  const title = `${rest} more`;
  return [...some.slice(0, -rest), { level, title, message: "the summary of this step names all" }];
}

function annotationOf(reported: ReportedRun): Annotation[] {
  const { run } = reported;
  if (run.verdict === "holds" || isKnown(reported)) return [];
  const cases = casesOf(reported).filter(({ kind }) => !QUIET.includes(kind));
  const [first] = cases.filter(({ kind }) => kind !== "known");
  if (first === undefined) return [];
  const others = cases.filter((one) => one !== first && one.kind !== "known");
  const name = run.allocator ?? "the specification";
  return [
    {
      level: run.verdict === "broken" ? "error" : "warning",
      title: first.counterexample === null ? `${name} is ${run.verdict}` : `${name} breaks ${first.name}`,
      message: [messageOf(first), ...others.map(({ name: also }) => `also: ${also}`)].join("\n"),
      file: first.file ?? reported.file,
      line: first.line,
    },
  ];
}

/** What a run warns of. */
function warningsOf(reported: ReportedRun): Annotation[] {
  const warned = casesOf(reported).filter(({ kind }) => kind === "warned");
  return warned.map(({ name, message }) => ({
    level: "warning",
    title: `${reported.run.allocator ?? "the specification"}: ${name}`,
    message,
    file: reported.file,
  }));
}

function messageOf({ counterexample, name, message }: Case): string {
  return counterexample === null ? `${name}: ${message}` : traceText(counterexample);
}

function commandLine({ level, title, message, file = null, line = null }: Annotation): string {
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`, `line=${line ?? 1}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${data(clipped(message, LONGEST_MESSAGE))}\n`;
}

/** Escaped as `@actions/core` does it. */
function data(text: string): string {
  return printable(text).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

/** The summary of a step: a table of all runs, and below it the trace of each that does not hold. */
export function githubSummary({ runs, problems }: Report): string {
  const head = [
    "## allocheck",
    "",
    "| | allocator | scope | contract | states | time |",
    "| --- | --- | --- | --- | ---: | ---: |",
    ...runs.map(tableRow),
    ...problems.map(({ about, message }) => `\n**${inline(about)}**: ${inline(message)}`),
    "",
  ].join("\n");
  let text = head;
  for (const [i, reported] of runs.entries()) {
    const part = sectionsOf(reported).join("");
    if (text.length + part.length > LONGEST_SUMMARY)
      return `${text}\nThe traces of ${runs.length - i} more runs do not fit here; the log has them.\n`;
    text += part;
  }
  return text;
}

function tableRow(reported: ReportedRun): string {
  const { allocator, contract, scope, states, verdict, measured } = reported.run;
  const word = isKnown(reported) ? "known" : verdict;
  const cells = [
    word === "holds" || word === "known" ? word : `**${word}**`,
    inline(allocator ?? "the specification"),
    inline(briefScope(scope)),
    inline(contract),
    grouped(states),
    timeText(measured),
  ];
  return `| ${cells.join(" | ")} |`;
}

function sectionsOf(reported: ReportedRun): string[] {
  return casesOf(reported)
    .filter(({ kind }) => kind !== "passed" && kind !== "skipped")
    .map((one) => {
      const known = one.record === null ? "" : `Known, recorded in ${inline(one.record)}.\n\n`;
      const [line = "", ...lines] = one.message.split("\n");
      const said = one.counterexample === null ? line : findingText(one.counterexample);
      const told = one.counterexample === null ? lines.join("\n") : traceText(one.counterexample);
      const trace = told === "" ? "" : `\n${fenced(told)}\n`;
      return `\n### ${inline(runName(reported.run))}\n\n${known}${inline(said)}\n${trace}`;
    });
}

/** A text inside a line of Markdown or a cell of a table. */
function inline(text: string): string {
  return printable(text)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#&~$]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Lines as they are; the fence is longer than any in them. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${printable(text)}\n${fence}`;
}
