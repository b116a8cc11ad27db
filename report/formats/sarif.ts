/**
 * SARIF 2.1.0, for code scanning: one run, since GitHub takes no more than 20, with every rule that came up,
 * each finding where the method of its command begins, and what passed as well.
 */
import { createHash } from "node:crypto";
import { type Counterexample, describeAnswer } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { UNLOCKED_ACCESS } from "../../properties/several-cpus.js";
import { ruleText } from "../rule-book/rule-text.js";
import { type Case, type CaseKind, casesOf, traceText } from "./cases.js";
import { written } from "./json.js";
import { type Report, type ReportedRun, runName } from "./report.js";

/** What SARIF calls each kind; a level is only for what failed. */
const KINDS: Readonly<Record<CaseKind, { readonly kind: string; readonly level: string }>> = {
  passed: { kind: "pass", level: "none" },
  failed: { kind: "fail", level: "error" },
  known: { kind: "fail", level: "error" },
  warned: { kind: "fail", level: "warning" },
  skipped: { kind: "notApplicable", level: "none" },
  unfinished: { kind: "open", level: "none" },
  vacuous: { kind: "review", level: "none" },
};

/** A report as SARIF. */
export function sarifText({ version, runs, problems }: Report): string {
  const told = runs.flatMap((reported) => casesOf(reported).map((one) => ({ reported, one })));
  const ids = [...new Set(told.map(({ one }) => ruleId(one)))];
  return written({
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "allocheck", semanticVersion: version, rules: ids.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "the root of the repository" } } },
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map(({ about, message }) => ({
              level: "error",
              message: { text: `${about}: ${message}` },
            })),
          },
        ],
        results: told.map(({ reported, one }) => resultOf(reported, one, ids)),
      },
    ],
  });
}

/** A rule by its name; cases that stand for no single rule keep their own. */
function ruleId({ kind, name, counterexample }: Case): string {
  if (kind === "warned") return UNLOCKED_ACCESS.id;
  return counterexample?.rule ?? name;
}

function ruleOf(id: string) {
  const { statement, because } = ruleText(id);
  return { id, shortDescription: { text: statement }, fullDescription: { text: `${statement}: ${because}` } };
}

function resultOf(reported: ReportedRun, one: Case, ids: readonly string[]) {
  const { run } = reported;
  const { counterexample, record } = one;
  const id = ruleId(one);
  const text = counterexample === null ? one.message : `${one.message}\n\n${traceText(counterexample)}`;
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    ...KINDS[one.kind],
    message: { text: `${runName(run)}: ${text}` },
    locations: [locationOf({ run, file: one.file ?? reported.file }, one.line)],
    partialFingerprints: { "allocheck/v1": fingerprint(reported, one) },
    ...(counterexample === null || counterexample.steps.length === 0
      ? {}
      : { codeFlows: [flowOf(reported, counterexample)] }),
    ...(record === null
      ? {}
      : { suppressions: [{ kind: "external", justification: `known, recorded in ${record}` }] }),
  };
}

function locationOf({ run, file }: Pick<ReportedRun, "run" | "file">, line: number | null) {
  const logical = { logicalLocations: [{ name: run.allocator ?? "specification", kind: "type" }] };
  if (file === null) return logical;
  const artifactLocation = { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "ROOT" };
  return { ...logical, physicalLocation: { artifactLocation, region: { startLine: line ?? 1 } } };
}

/** The trace as a path that a viewer steps through. */
function flowOf(reported: ReportedRun, { steps }: Counterexample) {
  const locations = steps.map(({ command, answer }) => ({
    location: {
      ...locationOf(reported, reported.lines[command.kind] ?? null),
      message: { text: `${describeCommand(command)} -> ${describeAnswer(answer)}` },
    },
  }));
  return { threadFlows: [{ locations }] };
}

/** The same for the same finding, wherever in the file its method stands and whatever it is worded like. */
function fingerprint({ run }: ReportedRun, { name, counterexample }: Case): string {
  const { allocator, contract, scope } = run;
  const trace = (counterexample?.steps ?? []).map(({ command }) => describeCommand(command));
  const of = [allocator, contract, counterexample === null ? scope : null, name, trace];
  return createHash("sha256").update(JSON.stringify(of)).digest("hex");
}
