/** A run as single cases, each of a rule, which is how most formats see the world. */
import type { Counterexample } from "../../model/trace/trace.js";
import type { CommandKind } from "../../model/words/commands.js";
import { UNLOCKED_ACCESS } from "../../properties/several-cpus.js";
import { PLAIN } from "../lines/style.js";
import { ruleText, SAMPLE_CASE, SEARCH_CASE } from "../rule-book/rule-text.js";
import { stopper } from "../text/claim-text.js";
import { warningText, warningTraces } from "../text/warning-text.js";
import { programLines } from "../trace/program.js";
import type { ReportedRun } from "./report.js";

/**
 * - `passed`: came to the test and was not broken;
 * - `failed`: a new finding; `known`: one that is on record;
 * - `skipped`: not offered, or out of reach in the scope;
 * - `warned`: no rule is broken by it, and it is told all the same;
 * - `unfinished`: the search did not come to its end; `vacuous`: a promise that never came to the test.
 */
export type CaseKind = "passed" | "failed" | "known" | "skipped" | "warned" | "unfinished" | "vacuous";

/** What became of one rule in one run. */
export interface Case {
  readonly kind: CaseKind;
  /** The rule, or what stands in for one. */
  readonly name: string;
  /** One line: what was found, or why there is nothing to say. */
  readonly message: string;
  /** The finding; of others `null`. */
  readonly counterexample: Counterexample | null;
  /** The command it is about; `null` where that is not known. */
  readonly command: CommandKind | null;
  /** Where in a person's sources it came about, or the method of the command begins. */
  readonly file: string | null;
  readonly line: number | null;
  /** The file in which a known finding is recorded. */
  readonly record: string | null;
}

/** The cases of a run, each name once. What a run that did not end leaves open is not said to have passed. */
export function casesOf(reported: ReportedRun): Case[] {
  const { run } = reported;
  const found = run.counterexamples.map((_, i) => foundCase(reported, i));
  const broken = new Set(run.counterexamples.map(({ rule }) => rule));
  const passed = run.closed ? shown(run.outcomes).filter((rule) => !broken.has(rule)) : [];
  const all: Case[] = [
    ...(run.verdict === "unfinished"
      ? [plain("unfinished", SEARCH_CASE, `stopped by ${stopper(run.stoppedBy)} at depth ${run.depth}`)]
      : []),
    ...found,
    ...(run.warnings ?? []).map((warning) =>
      plain(
        "warned",
        `${UNLOCKED_ACCESS.id} of ${warning.cell}`,
        [warningText(warning), ...warningTraces(warning, PLAIN.width)].join("\n"),
      ),
    ),
    ...passed.map((rule) => plain("passed", rule, ruleText(rule).statement)),
    ...(run.verdict === "vacuous" ? run.notExercised.filter(({ possible }) => possible) : []).map(
      ({ rule, statement }) => plain("vacuous", rule, `never came to the test: ${statement}`),
    ),
    ...run.notOffered.map((command) => plain("skipped", `${command}/offered`, `${command} is not offered`)),
    ...(run.verdict === "broken" ? [] : run.notExercised.filter(({ possible }) => !possible)).map(
      ({ rule, needs }) => plain("skipped", rule, `needs ${needs}`),
    ),
  ];
  if (run.verdict === "sampled")
    all.unshift(plain("passed", SAMPLE_CASE, `${run.tried} commands broke no rule, which proves nothing`));
  const first = all.length === 0 ? [plain("passed", SEARCH_CASE, "no rule was broken")] : all;
  return first.filter(({ name }, i) => first.findIndex((other) => other.name === name) === i);
}

/** The lines of a counterexample, as on a terminal without colour. */
export function traceText(counterexample: Counterexample): string {
  return programLines(counterexample, PLAIN).join("\n");
}

/** A finding in one line. */
export function findingText({ rule, expected, found }: Counterexample): string {
  return `breaks ${rule}: expected ${expected}; found ${found}`;
}

function plain(kind: CaseKind, name: string, message: string): Case {
  return { kind, name, message, counterexample: null, command: null, file: null, line: null, record: null };
}

function foundCase({ run, file, lines, places, known }: ReportedRun, i: number): Case {
  const counterexample = run.counterexamples[i]!; // the caller counts them
  const { rule, steps } = counterexample;
  const command = steps.at(-1)?.command.kind ?? null;
  const record = known[i] ?? null;
  const place = places?.[i];
  return {
    kind: record === null ? "failed" : "known",
    name: rule.includes("/") ? rule : `${rule} after ${command ?? "the beginning"}`,
    message: findingText(counterexample),
    counterexample,
    command,
    file: place?.file ?? file,
    line: place?.line ?? (command === null ? null : (lines[command] ?? null)),
    record,
  };
}

/** The rules that decided alone at least once. */
function shown(outcomes: Readonly<Record<string, number>>): string[] {
  return Object.keys(outcomes)
    .filter((key) => !key.includes("+"))
    .map((key) => key.replace(":", "/"));
}
