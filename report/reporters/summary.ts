/** How a check ends: what does not hold and how to see it again, what was not tried, and the count. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { boundIn } from "../../model/words/scope.js";
import { isKnown } from "../formats/report.js";
import type { Style } from "../lines/style.js";
import { duration } from "../lines/table.js";
import { hanging, wrap } from "../lines/wrap.js";
import { stopper } from "../text/claim-text.js";
import { provedText } from "../text/evidence-text.js";
import { painted } from "../text/run-text.js";
import { type Begun, type FailureTold, isTable, type KnownTold, type RunTold, type Whole } from "./event.js";
import type { Wanted } from "./reporter.js";

/** The last lines, of which the last counts. A single run has told all there is to tell. */
export function endLines(whole: Whole, { style, verbose, onlyFailures }: Wanted): string[] {
  const { begun, runs, failures, known, ended } = whole;
  const several = isTable(begun);
  const { width } = style;
  const open = [
    ...failures.map((failure) => failureText(failure, style)),
    ...(known === null ? [] : recordLines(known, runs, style)),
    ...(ended.lost.length > 0 ? hanging("ended without a result: ", listed(ended.lost), { width }) : []),
    ...(ended.left.length > 0 ? hanging("not begun: ", listed(ended.left), { width }) : []),
  ];
  if (!several && !onlyFailures) return open;
  const parts = [
    several ? badLines(runs, style) : [],
    open,
    verbose || !several
      ? []
      : untriedLines(
          runs.map(({ run }) => run),
          style,
        ),
    several && !verbose ? evidenceLines(runs, style) : [],
    several ? cachedLines(runs, style) : [],
    countLines(whole, style),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, i) => (i > 0 ? ["", ...part] : part));
}

/** Names, each once, with how often where it is more. */
function listed(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count} runs)`)).join(", ");
}

/** A target that could not be checked. */
export function failureText({ target, message }: FailureTold, { width }: Style): string {
  const text = message.includes(target) ? message : `${target}: ${message}`;
  return wrap(`not checked: ${text}`, width).join("\n");
}

/** What became of the records of known findings. */
function recordLines({ stale, unlooked }: KnownTold, runs: readonly RunTold[], { width }: Style): string[] {
  const isAllKnown =
    runs.some(isKnown) && runs.every((told) => isKnown(told) || told.run.verdict === "holds");
  return [
    ...stale.flatMap(({ file, why }) => hanging("fixed: ", `${why}; delete ${file}`, { width })),
    ...(stale.length > 0 ? wrap("A record that is out of date does not pass.", width) : []),
    ...(stale.length === 0 && isAllKnown ? wrap("All that breaks is known, and passes.", width) : []),
    ...(unlooked.length > 0
      ? wrap(`${plural(unlooked.length, "known finding")} of allocators that were not checked`, width)
      : []),
  ];
}

/** Every run that does not hold, with the command that shows it again. */
function badLines(runs: readonly RunTold[], style: Style): string[] {
  const bad = runs.filter(
    (told) => told.run.verdict !== "holds" && told.run.verdict !== "sampled" && !isKnown(told),
  );
  return bad.flatMap(({ run, target, again }) => {
    const { verdict, allocator } = run;
    const text = `${allocator ?? target}: ${why(run)}`;
    const [first = "", ...rest] = hanging(`${verdict}  `, text, { width: style.width });
    // The command is one line whatever its length: it is there to be copied.
    return [`${painted(verdict, verdict, style)}${first.slice(verdict.length)}`, ...rest, `  ${again}`];
  });
}

/** Why a run does not hold, in a few words. */
function why({ verdict, counterexamples, stoppedBy, notExercised, depth }: Run): string {
  if (verdict === "broken") {
    const [first] = counterexamples;
    const more = counterexamples.length > 1 ? `, and ${counterexamples.length - 1} more` : "";
    return `${first?.rule ?? "a rule"} after ${plural(first?.steps.length ?? 0, "command")}${more}`;
  }
  if (verdict === "unfinished") return `stopped by ${stopper(stoppedBy)} at depth ${depth}`;
  const untested = notExercised.filter(({ possible }) => possible).length;
  return `${plural(untested, "promise")} never came to the test`;
}

/** What was asked for and not tried, counted. */
function untriedLines(runs: readonly Run[], { width }: Style): string[] {
  const sum = (count: (run: Run) => number) => runs.reduce((all, run) => all + count(run), 0);
  const left = (whose: "offer" | "contract") =>
    sum(({ leftOut }) => leftOut.filter(({ by }) => by === whose).length);
  const counts = [
    [sum(({ notOffered }) => notOffered.length), "not offered"],
    [left("offer"), "offered in part"],
    [left("contract"), "left to the client in part"],
  ] as const;
  const promises = sum(({ notExercised }) => notExercised.filter(({ possible }) => !possible).length);
  const alone = runs.filter(({ stepped, scope }) => stepped === true && boundIn(scope, "cpus") === 1).length;
  const commands = counts.filter(([count]) => count > 0).map(([count, what]) => `${grouped(count)} ${what}`);
  const parts = [
    ...(commands.length > 0 ? [`commands: ${commands.join(", ")}`] : []),
    ...(alone > 0 ? [`interleavings: ${plural(alone, "run")} by one CPU alone (--cpus 2)`] : []),
    ...(promises > 0 ? [`promises: ${grouped(promises)} ruled out by scope or offer`] : []),
  ];
  return parts.length === 0
    ? []
    : wrap(`Not tried, over all runs: ${parts.join("; ")}. --verbose tells which.`, width);
}

/** How many runs have evidence beside their verdict. */
function evidenceLines(runs: readonly RunTold[], { width }: Style): string[] {
  const inWindows = runs.filter(({ run: { verdict, evidence = [] } }) =>
    evidence.some((each) => verdict !== "broken" && each.kind === "windows" && each.seen.length > 0),
  );
  const count = `${inWindows.length} of ${plural(runs.length, "run")}`;
  const proofs = runs.flatMap(({ run: { evidence = [] } }) =>
    evidence.flatMap((each) => (each.kind === "proved" ? [provedText(each)] : [])),
  );
  return [
    ...(inWindows.length === 0
      ? []
      : wrap(`In a window of a larger pool as well: ${count}. --verbose tells which.`, width)),
    ...[...new Set(proofs)].flatMap((text) => hanging("proved: ", text, { width })),
  ];
}

/** How many runs were not run again, and since when they are known to hold. */
function cachedLines(runs: readonly RunTold[], { width }: Style): string[] {
  const dates = runs.flatMap(({ run: { measured } }) => measured.proved?.slice(0, 10) ?? []).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined) return [];
  const when = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const what = `From the cache: ${plural(dates.length, "run")} held ${when}, on the same files.`;
  return wrap(`${what} --no-cache runs all again.`, width);
}

/** How many runs came to what, and how long all took. */
function countLines({ begun, runs, failures, ended }: Whole, { strong, width }: Style): string[] {
  const counts = [
    ...["holds", "sampled", "broken", "vacuous", "unfinished"].map(
      (verdict) =>
        [verdict, runs.filter((told) => told.run.verdict === verdict && !isKnown(told)).length] as const,
    ),
    ["broken as known", runs.filter(isKnown).length],
    ["not checked", failures.length],
    ["without a result", ended.lost.length],
    ["not begun", ended.left.length],
  ] as const;
  const parts = counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  const all = allRuns(begun);
  const came = parts.length === 0 ? "nothing to check" : parts.join(", ");
  const [first = "", ...rest] = wrap(`${all}: ${came}, ${duration(ended.seconds)}`, width);
  return [`${strong(first.slice(0, all.length))}${first.slice(all.length)}`, ...rest];
}

function allRuns({ planned, shard }: Begun): string {
  if (shard === undefined) return plural(planned.length, "run");
  return `shard ${shard.index} of ${shard.of}, ${planned.length} of ${plural(shard.runs, "run")}`;
}
