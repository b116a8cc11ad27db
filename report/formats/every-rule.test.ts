/** Whatever rule comes up, broken or kept, each format that tells of rules knows it. */
import { expect, test } from "vitest";
import { STRICT } from "../../model/contracts/named.js";
import { ALL_RULES } from "../../model/modules/all.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { sometimes } from "../../properties/exercised.js";
import { UNLOCKED_ACCESS } from "../../properties/several-cpus.js";
import { REPORT, reported } from "../../testing/reports.js";
import { counterexample } from "../../testing/samples.js";
import { findingMarkup } from "../html/trace-section.js";
import { RULE_TEXTS } from "../rule-book/rule-text.js";
import { githubCommands, githubSummary } from "./github.js";
import { junitText } from "./junit.js";
import { ktapText } from "./ktap.js";
import type { Report, ReportedRun } from "./report.js";
import { sarifText } from "./sarif.js";

const UNKNOWN = "knows no such rule";
const reportOf = (...runs: ReportedRun[]): Report => ({ version: "0.0.0", runs, problems: [] });

const breaking = (rule: string) =>
  reported({ verdict: "broken", counterexamples: [counterexample({ rule, steps: [] })] }, { known: [null] });

test("a rule that is broken is named and explained", () => {
  for (const { id, statement } of RULE_TEXTS) {
    const reported = breaking(id);
    const report = reportOf(reported);
    const { rules } = JSON.parse(sarifText(report)).runs[0].tool.driver;
    expect(rules).toContainEqual(expect.objectContaining({ id, shortDescription: { text: statement } }));
    const [found] = reported.run.counterexamples;
    const page = findingMarkup({
      counterexample: found ?? counterexample(),
      answering: { none: "" },
      replay: null,
    });
    for (const text of [githubCommands(report), githubSummary(report), page?.text ?? ""]) {
      expect(text).toContain(id);
      expect(text).not.toContain(UNKNOWN);
    }
    for (const text of [junitText(report), ktapText(report)]) expect(text).toContain(id);
  }
});

test("what is only warned of fails nowhere, and is told with both traces", () => {
  const warned = REPORT.runs.filter(({ run }) => run.warnings !== undefined);
  const report = reportOf(...warned);
  expect(warned).toHaveLength(1);
  const [{ results }] = JSON.parse(sarifText(report)).runs;
  expect(results[0]).toMatchObject({ ruleId: UNLOCKED_ACCESS.id, level: "warning" });
  expect(junitText(report)).toContain('failures="0" errors="0"');
  expect(ktapText(report)).not.toMatch(/^\s*not ok/m);
  expect(githubCommands(report)).toMatch(/^::warning /);
  expect(githubSummary(report)).toContain("under lock:");
  for (const text of [sarifText, junitText, ktapText, githubCommands].map((format) => format(report)))
    for (const said of ["alloc may read status", "under lock:", "without lock:"])
      expect(text).toContain(said);
});

test("what is kept, not offered, never tested or not reached is known as well", () => {
  const goals = sometimes(STRICT, ALL_RULES).map(({ id, statement }) => {
    return { rule: id, statement, needs: "what it needs", possible: false };
  });
  const outcomes = ALL_RULES.flatMap(({ kind, reasons }) => [
    `${kind}:accepted`,
    ...reasons.map(({ id }) => `${kind}:${id}`),
  ]);
  const report = reportOf(
    reported({ outcomes: Object.fromEntries(outcomes.map((key) => [key, 1])), notOffered: COMMAND_KINDS }),
    reported({ notExercised: goals }),
    reported({ verdict: "vacuous", notExercised: goals.map((goal) => ({ ...goal, possible: true })) }),
    reported({ verdict: "unfinished", closed: false, stoppedBy: "max-states" }),
    reported({ verdict: "sampled", closed: false }),
    reported({ outcomes: {} }),
  );
  expect(goals.length).toBeGreaterThan(100);
  expect(sarifText(report)).not.toContain(UNKNOWN);
  // A rule of another version is told so.
  expect(sarifText(reportOf(breaking("of/nobody")))).toContain(UNKNOWN);
});
