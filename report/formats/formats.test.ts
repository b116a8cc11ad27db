/** Every format is valid by the rules of who reads it, whatever stands in the texts. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { UNLOCKED_ACCESS } from "../../properties/several-cpus.js";
import { parseKtap } from "../../testing/ktap-parser.js";
import { ROOT } from "../../testing/read.js";
import { HOSTILE, REPORT, reported } from "../../testing/reports.js";
import { casesOf } from "./cases.js";
import { githubCommands, githubSummary } from "./github.js";
import { junitText } from "./junit.js";
import { ktapText } from "./ktap.js";
import { methodLines } from "./method-lines.js";
import { sarifText } from "./sarif.js";

const require = createRequire(import.meta.url);

interface Lint {
  validateXML(options: { xml: string; schema: string }): Promise<{ valid: boolean; errors: unknown[] }>;
}

const schema = readFileSync(join(ROOT, "testing/junit-10.xsd"), "utf8");
const lint = async (xml: string) => (require("xmllint-wasm") as Lint).validateXML({ xml, schema });

test("JUnit is valid by the schema of Jenkins, and counts what it holds", async () => {
  const xml = junitText(REPORT);
  expect(await lint(xml)).toMatchObject({ valid: true, errors: [] });
  expect(await lint(junitText({ version: "0", runs: [], problems: [] }))).toMatchObject({ valid: true });
  expect(await lint(xml.replace(" tests=", " texts="))).toMatchObject({ valid: false }); // it can fail
  expect(xml).toContain('<testsuites name="allocheck" tests="11" failures="1" errors="3">');
  expect(xml.match(/<failure/g)).toHaveLength(1);
  expect(xml.match(/<error/g)).toHaveLength(3);
  expect(xml).toContain('file="src/my alloc.ts" line="12"');
  expect(xml).toContain("known, recorded in known/mine.release-live-slice.json");
  expect(xml).toContain("release(0, owner 1)  -&gt; accepted");
});

test("KTAP is read by the rules of kunit.py", () => {
  const tests = parseKtap(ktapText(REPORT));
  expect(tests.map(({ status }) => status)).toEqual([
    "passed",
    "failed",
    "passed",
    "failed",
    "failed",
    "passed",
    "failed",
  ]);
  expect(tests[0]?.subtests.map(({ name, status }) => [name, status])).toEqual([
    ["release/accepted", "passed"],
    ["release/live-slice", "passed"],
    ["alloc/offered", "skipped"],
    ["borrow/mixed-owners", "skipped"],
  ]);
  expect(tests[1]?.subtests[0]?.log.join("\n")).toContain("release(0, owner 1)  -> accepted");
  const text = ktapText(REPORT);
  expect(text).toContain("ok 1 release/live-slice # XFAIL known, recorded in known/");
  expect(text).toContain("# TIMEOUT stopped by max-states");
  expect(text).toContain("# ERROR vacuous: never came to the test");
  expect(() => parseKtap(text.replace("  1..4", "  1..5"))).toThrow(); // the reader can refuse
});

/** What `@actions/runner` makes of a line: properties and data, unescaped. */
function parseCommand(line: string) {
  const [, level, rest = "", text = ""] = /^::(error|warning) ([^:]*)::(.*)$/.exec(line) ?? [];
  const plain = (part: string) =>
    part
      .replace(/%0D/g, "\r")
      .replace(/%0A/g, "\n")
      .replace(/%3A/g, ":")
      .replace(/%2C/g, ",")
      .replace(/%25/g, "%");
  const pairs = rest.split(",").map((pair) => pair.split("="));
  return { level, text: plain(text), ...Object.fromEntries(pairs.map(([k, v = ""]) => [k, plain(v)])) };
}

test("GitHub gets one annotation a run that is broken, at the line of the method, with the trace", () => {
  const lines = githubCommands(REPORT).trimEnd().split("\n");
  const read = lines.map(parseCommand);
  expect(read.map(({ level }) => level)).toEqual(["error", "error", "warning", "warning", "warning"]);
  const broken = read[1] as Record<string, string>;
  expect(broken).toMatchObject({
    file: "src/my alloc.ts",
    line: "12",
    title: "mine breaks release/live-slice",
  });
  expect(broken["text"]).toContain(" 3  release(0, owner 1)  -> accepted");
  expect(broken["text"]).toContain("100% <b>");
  expect(githubCommands({ version: "0", runs: [reported()], problems: [] })).toBe("");
});

test("GitHub drops the eleventh annotation, so the tenth says how many there are", () => {
  const problems = Array.from({ length: 25 }, (_, i) => ({ about: `t${i}`, message: "no" }));
  const lines = githubCommands({ version: "0", runs: [], problems }).trimEnd().split("\n");
  expect(lines).toHaveLength(10);
  expect(parseCommand(lines[9]!)).toMatchObject({ title: "16 more" });
});

test("the summary is a table and the traces, and no text gets out of its cell or its fence", () => {
  const text = githubSummary(REPORT);
  expect(text).toContain("| **broken** | mine |");
  expect(text).toContain("| known | mine |");
  expect(text).toContain("release(0, owner 1)  -> accepted");
  const scope = { ...REPORT.runs[0]!.run.scope, slices: 1, modules: ["core", "blocks"] as const };
  const row = githubSummary({ version: "0", problems: [], runs: [reported({ scope })] });
  expect(row).toContain("| 4 frames, 2 owners, 1 slice, blocks |");
  const fences = text.split("\n").filter((line) => /^`{3,}/.test(line));
  expect(fences).toEqual(Array.from({ length: 3 }, () => ["````text", "````"]).flat());
  const outside = text.split(/````text[\s\S]*?````/).join("");
  expect(outside).not.toContain("<b>");
  expect(text).not.toContain("\u001b");
  const long = { ...REPORT.runs[1]!.run.counterexamples[0]!, found: "x".repeat(20_000) };
  const runs = Array.from({ length: 50 }, () => reported({ verdict: "broken", counterexamples: [long] }));
  const cut = githubSummary({ version: "0", problems: [], runs });
  expect(cut.length).toBeLessThan(1 << 20);
  expect(cut).toMatch(/more runs do not fit here/);
});

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly kind: string;
      readonly level: string;
      readonly suppressions?: readonly unknown[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly {
        readonly physicalLocation?: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

test("SARIF has passes, suppressed known findings and stable fingerprints", () => {
  const text = sarifText(REPORT);
  const { runs } = JSON.parse(text) as Sarif;
  expect(runs).toHaveLength(1);
  const [{ results, tool }] = runs as [Sarif["runs"][number]];
  for (const { ruleId, ruleIndex, kind, level } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const failed = ruleId === UNLOCKED_ACCESS.id ? "warning" : "error";
    expect(level).toBe(kind === "fail" ? failed : "none"); // §3.27.10
  }
  expect(new Set(results.map(({ kind }) => kind))).toEqual(
    new Set(["pass", "fail", "notApplicable", "open", "review"]),
  );
  const [fresh, known] = results.filter(({ kind }) => kind === "fail");
  expect(fresh?.locations[0]?.physicalLocation).toMatchObject({
    artifactLocation: { uri: "src/my%20alloc.ts" },
    region: { startLine: 12 },
  });
  expect(known?.suppressions).toHaveLength(1);
  // The same finding wherever its method stands and however it was found.
  expect(known?.partialFingerprints).toEqual(fresh?.partialFingerprints);
});

test("what a run that did not end leaves open is not told as passed", () => {
  const open = reported({ verdict: "unfinished", closed: false, outcomes: { "free:accepted": 1 } });
  expect(casesOf(open).map(({ kind }) => kind)).toEqual(["unfinished"]);
  expect(HOSTILE).toContain("\u001b");
});

test("a method is found where it is defined, not where it is called", () => {
  const source = [
    "class Mine {",
    "  drop = 3;",
    "  take() { return this.release(1); }",
    "  release(start: number, count: number): boolean {",
    "  }",
    "}",
    "const calls = {",
    "  release: (mine) => mine.release(),",
    "  alloc: (mine) => mine.take(),",
    "  allocBlock(count, align) { return -1; },",
    "};",
  ].join("\n");
  expect(methodLines(source, COMMAND_KINDS)).toEqual({ drop: 2, release: 4, alloc: 9, "alloc-block": 10 });
  const steps = "return {\n  *alloc() {\n  },\n  free: function* (_, page) {\n  },\n  async *drop(\n";
  expect(methodLines(steps, COMMAND_KINDS)).toEqual({ alloc: 2, free: 4, drop: 6 });
  const shim =
    "int ac_free(ac_place f);\nac_frame ac_alloc(void) { return 1; }\nint32_t ac_free_block(int a,\n";
  expect(methodLines(`${shim}  int b) {`, COMMAND_KINDS)).toEqual({ alloc: 2 });
  expect(methodLines('pub extern "C" fn ac_free(f: usize) -> i32 {', COMMAND_KINDS)).toEqual({ free: 1 });
});
