/** A run as text for people: what was found, how much was covered, and what the claim means. */

import type { Run, Verdict } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { type Contract, mayWrite, promiseFor } from "../../model/contracts/named.js";
import { contractIn } from "../../model/trace/trace.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import { REASON_IDS } from "../../model/words/reasons.js";
import { describeScope } from "../../model/words/scope.js";
import type { Style } from "../lines/style.js";
import { columns, duration } from "../lines/table.js";
import { fill, hanging, wrap } from "../lines/wrap.js";
import { programLines } from "../trace/program.js";
import { adviceFor } from "./advice.js";
import { claim } from "./claim-text.js";
import { evidenceLines } from "./evidence-text.js";
import { gapLines, narrowLines } from "./gap-text.js";
import { lookedBackLines } from "./looked-back-text.js";
import { warningLines } from "./warning-text.js";

/** The lines of one run. */
export function runLines(run: Run, style: Style, verbose = false): string[] {
  const { width } = style;
  const name = run.allocator ?? "the specification alone";
  const about = `contract ${run.contract}; ${describeScope(run.scope)}`;
  const [first = "", ...rest] = hanging(`${name}  `, about, { width });
  const word = verdictWord(run);
  return [
    `${style.strong(name)}${first.slice(name.length)}`,
    ...rest,
    "",
    ...indent(
      fill(figures(run), " ", width - word.length - 2).map((line, i) =>
        i === 0 ? `${painted(run.verdict, word, style)}  ${line}` : `${" ".repeat(word.length)}  ${line}`,
      ),
    ),
    ...findingLines(run, style),
    ...section(outcomeTable(run, width)),
    ...section(gapLines(run, width, verbose)),
    ...closingLines(run, width),
  ];
}

/** What is told of a run below its line in a table: its findings, what was not tried, and the claim. */
export function bodyLines(run: Run, style: Style): string[] {
  return [
    ...findingLines(run, style),
    ...section(gapLines(run, style.width)),
    ...closingLines(run, style.width),
  ];
}

/** The claim, and what stands beside it. */
function closingLines(run: Run, width: number): string[] {
  return [claimLines, lookedBackLines, narrowLines, warningLines, evidenceLines].flatMap((linesOf) =>
    section(linesOf(run, width)),
  );
}

function findingLines(run: Run, style: Style): string[] {
  const { counterexamples } = run;
  return [
    ...section(
      counterexamples.flatMap((c, i) => [
        ...(i > 0 ? ["", ""] : []),
        ...headingLines(run, i, style),
        ...programLines(c, style),
      ]),
    ),
    ...section(adviceLines(run)),
  ];
}

/** Which finding of several it is, and how large its pool is where it was reduced to a smaller one. */
function headingLines({ counterexamples, sampled, scope }: Run, i: number, style: Style): string[] {
  const found = counterexamples[i]!; // of these
  const few = sampled !== undefined && found.scope.frames < scope.frames;
  const parts = [
    ...(counterexamples.length > 1 ? [`${i + 1} of ${counterexamples.length}: ${found.rule}`] : []),
    ...(few ? [`reduced to a pool of ${plural(found.scope.frames, "frame")}`] : []),
  ];
  return parts.length === 0 ? [] : [style.strong(parts.join(", ")), ""];
}

/** What a person may have meant, for findings in a file of theirs: each line once. */
export function adviceLines({ counterexamples }: Run): string[] {
  const theirs = counterexamples.filter(({ module }) => module !== undefined);
  return [...new Set(theirs.flatMap((found) => adviceFor(found) ?? []))];
}

function verdictWord({ verdict, counterexamples }: Run): string {
  return counterexamples.length > 1 ? `${verdict} (${counterexamples.length} rules)` : verdict;
}

/** A text in the colour of a verdict. */
export function painted(verdict: Verdict, text: string, { good, bad, warn }: Style): string {
  if (verdict === "holds") return good(text);
  return verdict === "broken" ? bad(text) : warn(text);
}

/** How much was covered, in figures. */
export function figures(run: Run): string[] {
  const { states, tried, transitions, depth, measured, sampled } = run;
  if (sampled !== undefined)
    return [
      `${plural(tried, "command")} given`,
      run.counterexamples.length > 0
        ? `by run ${sampled.runs + 1},`
        : `in ${plural(Math.max(1, sampled.runs), "run")},`,
      `longest sequence ${grouped(depth)},`,
      `seed ${sampled.seed},`,
      duration(measured.seconds),
    ];
  return [
    `${plural(states, "state")},`,
    `${plural(tried, "command")} tried,`,
    `${plural(transitions, "transition")},`,
    `depth ${depth},`,
    measured.proved === undefined ? duration(measured.seconds) : provedText(measured),
  ];
}

/** When a run was run that is not run again. */
function provedText({ proved = "", seconds }: Run["measured"]): string {
  return `from the cache: held on ${proved.slice(0, 10)} in ${duration(seconds)}`;
}

/** How long a run took, in a table. */
export function timeText({ proved, seconds }: Run["measured"]): string {
  return proved === undefined ? duration(seconds) : "cached";
}

/** How often one outcome of a command came out alone, and how often among several true reasons. */
export interface OutcomeRow {
  readonly kind: CommandKind;
  readonly outcome: string;
  /** The outcome with what the contract makes of it. */
  readonly text: string;
  readonly alone: number;
  /** `null` where it never came out so. */
  readonly among: number | null;
}

/** Command by outcome. */
export function outcomeRows(run: Run): OutcomeRow[] {
  return COMMAND_KINDS.flatMap((kind) => {
    const alone = new Map<string, number>();
    const shared = new Map<string, number>();
    for (const [key, count] of Object.entries(run.outcomes)) {
      if (!key.startsWith(`${kind}:`)) continue;
      const parts = key.slice(kind.length + 1).split("+");
      const counts = parts.length === 1 ? alone : shared;
      for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + count);
    }
    return [...new Set([...alone.keys(), ...shared.keys()])].map((outcome) => ({
      kind,
      outcome,
      text: outcomeText(contractIn(run), kind, outcome),
      alone: alone.get(outcome) ?? 0,
      among: shared.get(outcome) ?? null,
    }));
  });
}

/** The same as a table. */
function outcomeTable(run: Run, width: number): string[] {
  if (run.verdict === "broken") return [];
  const rows = outcomeRows(run).map(({ kind, text, alone, among }, i, all) => [
    kind === all[i - 1]?.kind ? "" : kind,
    text,
    grouped(alone),
    among === null ? "" : grouped(among),
  ]);
  if (rows.length === 0) return [];
  const wide = columns([["command", "outcome", "alone", "among several"], ...rows], [2, 3]);
  return wide.every((line) => line.length <= width) ? wide : narrow(rows);
}

/** The table where the command has a line of its own. */
function narrow(rows: readonly (readonly string[])[]): string[] {
  const lines = columns(
    [["  outcome", "alone", "shared"], ...rows.map(([, outcome, ...counts]) => [`  ${outcome}`, ...counts])],
    [1, 2],
  );
  return lines.flatMap((line, i) => {
    const kind = rows[i - 1]?.[0] ?? "";
    return kind === "" ? [line] : [kind, line];
  });
}

/** An outcome, with what the contract makes of it where it is a reason that need not lead to a refusal. */
function outcomeText(contract: Contract | null, kind: CommandKind, outcome: string): string {
  const reason = REASON_IDS.find((id) => id === outcome);
  if (contract === null || reason === undefined) return outcome;
  const promise = promiseFor(contract, kind, reason);
  if (mayWrite(promise)) return `${outcome} (may-write)`;
  return promise.kind === "must-refuse" ? outcome : `${outcome} (${promise.kind})`;
}

/** The claim; nothing of a run that makes none. */
function claimLines(run: Run, width: number): string[] {
  const text = claim(run);
  return text === "" ? [] : wrap(text, width);
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...indent(lines)];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
