/** Fails the test run when coverage is below its thresholds, or the canary shows that it measures nothing. */
import { readFileSync } from "node:fs";

interface Summary {
  readonly [file: string]: Readonly<Record<"lines" | "branches" | "functions", { readonly pct: number }>>;
}

const THRESHOLDS = { lines: 95, branches: 90 } as const;

const summary = JSON.parse(readFileSync("coverage/coverage-summary.json", "utf8")) as Summary;
const canary = Object.entries(summary).find(([file]) => file.endsWith("/testing/canary.ts"))?.[1];
const problems: string[] = [];
if (canary === undefined) problems.push("the canary is missing from the coverage report");
else if (canary.functions.pct !== 50)
  problems.push(`the canary has one of two functions covered, coverage says ${canary.functions.pct} %`);
for (const [kind, least] of Object.entries(THRESHOLDS)) {
  const pct = summary["total"]?.[kind as keyof typeof THRESHOLDS].pct ?? 0;
  if (pct < least) problems.push(`${kind} are covered to ${pct} %, the least is ${least} %`);
}
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
} else process.stdout.write("coverage is above its thresholds, and the canary is uncovered as it must be\n");
