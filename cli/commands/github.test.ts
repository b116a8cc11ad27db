/** A person pushes a broken allocator, and sees without reading a log which commands break which rule. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { installInto } from "../../testing/installed.js";
import { parseKtap } from "../../testing/ktap-parser.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const SMALL = ["--quiet", "--frames", "2", "--no-windows"];

test("a broken allocator in a repository made by init is shown where it breaks", async () => {
  const workspace = temporaryDirectory();
  const cwd = join(workspace, "kernel");
  mkdirSync(cwd);
  const summary = join(workspace, "summary.md");
  const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary };
  await served(["init"], { cwd });
  writeFileSync(join(cwd, "package.json"), "{}");
  installInto(cwd);

  const sound = await served(["check", ...SMALL], { cwd, env });
  expect(sound).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(summary, "utf8")).toContain("| holds | my-allocator |");

  const file = join(cwd, "my-allocator.ts");
  const text = readFileSync(file, "utf8");
  const broken = text.replace("if (this.holders[frame] !== 0) return false;", "");
  writeFileSync(file, broken);
  const line = 1 + broken.split("\n").findIndex((each) => each.includes("free(frame: number)"));
  const outputs = ["junit:it.xml", "ktap:it.ktap", "sarif:it.sarif"].flatMap((to) => ["--reporter", to]);
  const red = await served(["check", ...SMALL, ...outputs], { cwd, env });
  expect(red.code).toBe(1);
  const [annotation = "", ...more] = red.stderr.trimEnd().split("\n");
  expect(more).toEqual([]);
  expect(annotation).toContain(
    `::error file=kernel/my-allocator.ts,line=${line},title=my-allocator breaks free/already-free::`,
  );
  expect(annotation).toContain("1  free(0)  -> accepted");
  const told = readFileSync(summary, "utf8");
  expect(told).toContain("| **broken** | my-allocator |");
  expect(told).toContain(" 1  free(0)  -> accepted");
  expect(readFileSync(join(cwd, "it.xml"), "utf8")).toContain(`file="kernel/my-allocator.ts" line="${line}"`);
  const [run] = parseKtap(readFileSync(join(cwd, "it.ktap"), "utf8"));
  expect(run?.subtests.map(({ name, status }) => [name, status])[0]).toEqual(["free/already-free", "failed"]);
  expect(readFileSync(join(cwd, "it.sarif"), "utf8")).toContain('"uri": "kernel/my-allocator.ts"');
  writeFileSync(file, `${text}\n}`);
  const unloaded = await served(["check", ...SMALL], { cwd, env });
  expect(unloaded.code).toBe(2);
  expect(unloaded.stderr).toContain("::error title=./my-allocator.ts::");
  writeFileSync(file, broken);
  // Who wants results on stdout alone gets them undisturbed.
  const json = await served(["check", ...SMALL, "--json"], { cwd, env });
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "broken" });
});
