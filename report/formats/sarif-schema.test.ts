/** SARIF is of the types that are generated from its JSON schema. */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "../../testing/read.js";
import { REPORT } from "../../testing/reports.js";
import { sarifText } from "./sarif.js";

/** Below the house, so that the compiler finds the types. */
const SAMPLE = join(ROOT, "dist/sarif-sample.ts");

afterAll(() => rmSync(SAMPLE, { force: true }));

/** What the compiler says of a log in place of the type. */
function objections(log: string): string {
  writeFileSync(SAMPLE, `import type { Log } from "sarif";\nexport const log: Log = ${log};\n`);
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--ignoreConfig", "--pretty", "false", "--skipLibCheck"];
  return spawnSync(process.execPath, [compiler, ...options, SAMPLE], { encoding: "utf8" }).stdout;
}

test("SARIF is of the types of its schema", () => {
  const text = sarifText(REPORT);
  expect(objections(text)).toBe("");
  expect(objections(text.replace('"ruleIndex"', '"ruleIndx"'))).toContain("ruleIndx"); // it can fail
});
