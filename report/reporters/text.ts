/** A check as text for people: a line a run as it ends, and what does not hold in full at once. */
import { isKnown } from "../formats/report.js";
import { readable } from "../lines/readable.js";
import { growthLines } from "../text/growth-text.js";
import { bodyLines, runLines } from "../text/run-text.js";
import { warningLines } from "../text/warning-text.js";
import { type CheckEvent, type FailureTold, isTable, type RunTold } from "./event.js";
import { atTheEnd, type Reporter, type ReporterKind, type Wanted } from "./reporter.js";
import { headerLine, type LineOf, lineOf, nameLength } from "./run-line.js";
import { endLines, failureText } from "./summary.js";

export const TEXT_REPORTER: ReporterKind = {
  help: "for people",
  leavesErrors: true,
  make: textReporter,
};

/** What is told of each run: all of it, or a line and more only where it does not hold. */
type Detail = "full" | "lines";

function textReporter(wanted: Wanted): Reporter {
  const { style, onlyFailures, verbose } = wanted;
  let planned: readonly string[] = [];
  let detail: Detail = "full";
  let line: LineOf = { name: 0 };
  let isHeaded = true;
  /** Blocks stand apart, lines together. */
  let before: "nothing" | "line" | "block" = "nothing";
  const say = (lines: readonly string[], what: "line" | "block"): string => {
    const gap = before !== "nothing" && (before === "block" || what === "block");
    before = what;
    return readable(gap ? ["", ...lines] : lines);
  };
  /** What is told of a run, with the header of the table before the first. */
  const headed = ({ run }: RunTold, told: string): string => {
    if (isHeaded || told === "") return told;
    isHeaded = true;
    return readable([headerLine(run, line, style)]) + told;
  };
  const runTold = (event: RunTold): string => {
    const { run, saved, target } = event;
    if (onlyFailures && (run.verdict === "holds" || isKnown(event))) return "";
    if (isKnown(event)) return say([...lineOf(run, target, line, style), ...knownLines(event)], "line");
    const files = saved.length === 0 ? [] : ["", ...saved.map((file) => `saved ${file}`)];
    if (detail === "full") return say([...runLines(run, style, verbose), ...files], "block");
    const lines = lineOf(run, target, line, style);
    if (run.verdict === "holds" || run.verdict === "sampled") {
      const grown = (run.evidence ?? []).flatMap((each) =>
        each.kind === "grown" ? growthLines(each, run.scope, style.width - 2) : [],
      );
      const more = [...grown, ...warningLines(run, style.width - 2, false)];
      return more.length === 0
        ? say(lines, "line")
        : say([...lines, "", ...more.map((text) => `  ${text}`), ...files], "block");
    }
    return say([...lines, ...bodyLines(run, style), ...files], "block");
  };
  const failureTold = (failure: FailureTold): string => say([failureText(failure, style)], "line");
  const atLast = atTheEnd((whole) => {
    const lines = endLines(whole, wanted);
    return lines.length === 0 ? "" : say(lines, "block");
  });
  return (event: CheckEvent) => {
    const end = atLast(event);
    switch (event.kind) {
      case "begin":
        ({ planned } = event);
        detail = wanted.verbose || !isTable(event) ? "full" : "lines";
        line = { name: Math.max(0, ...planned.map(nameLength)) };
        isHeaded = detail === "full" || onlyFailures;
        return "";
      case "further":
      case "level":
      case "known":
        return "";
      case "run":
        return headed(event, runTold(event));
      case "failure":
        return failureTold(event);
      case "end":
        return end;
    }
  };
}

/** What a run that is broken by nothing new says of it. */
function knownLines({ run, known }: RunTold): string[] {
  return run.counterexamples.map(({ rule }, i) => `  known: ${rule}, recorded in ${known[i]}`);
}
