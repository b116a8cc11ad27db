/**
 * Mistakes made on purpose in model/, properties/ and explore/. The test that is named for one is bundled
 * with all that it loads, and the mistake in it; one run of all these bundles says which of them notice.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainEnv } from "./cli.js";
import { MUTANTS } from "./mutants.js";
import { ROOT } from "./read.js";

const pathOf = (name: string) => join(ROOT, "dist", `${name}.js`);
const textOf = (name: string) => readFileSync(pathOf(name), "utf8");
/** The tests that are named, each bundled as it is as well. */
const NAMED = [...new Set(MUTANTS.map(([, , , name]) => name))];

const READER = JSON.stringify(pathToFileURL(pathOf("testing/read")).href);

const home = mkdtempSync(join(tmpdir(), "allocheck-mutants-"));
afterAll(() => rmSync(home, { recursive: true }));

/** Bundles a test under a name, with another text for a file. Throws where that is no part of it. */
async function bundle(
  name: string,
  named: string,
  changed?: { readonly file: string; readonly text: string },
) {
  let met = changed === undefined;
  const change: Plugin = {
    name: "change",
    setup({ onLoad }) {
      if (changed === undefined) return;
      onLoad({ filter: new RegExp(`/dist/${changed.file}\\.js$`) }, () => {
        met = true;
        return { contents: changed.text, loader: "js" };
      });
    },
  };
  await build({
    entryPoints: [pathOf(`${named}.test`)],
    outfile: join(home, `${name}.test.js`),
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    define: { "import.meta.url": READER }, // what is read lies where it lay
    logLevel: "error",
    plugins: [change],
  });
  if (!met) throw new Error(`${named} does not load ${changed?.file}`);
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** For each bundle how many of its tests passed and failed: none where it could not be loaded. */
const results = new Map<string, { readonly passed: number; readonly failed: number }>();

const CONFIG = `export default { test: { include: ["*.test.js"], pool: "threads", isolate: false,
  server: { deps: { external: [/allocheck-mutants/] } }, testTimeout: 600000, hookTimeout: 600000 } };`;

beforeAll(async () => {
  symlinkSync(join(ROOT, "node_modules"), join(home, "node_modules"));
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  writeFileSync(join(home, "vitest.config.js"), CONFIG);
  for (const named of NAMED) await bundle(named.replaceAll("/", "-"), named);
  for (const [number, [file, text, without, named]] of MUTANTS.entries())
    await bundle(`mutant-${number}`, named, { file, text: textOf(file).replace(text, () => without) });
  const report = join(home, "report.json");
  const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", home, "--reporter=json"];
  spawnSync(process.execPath, [...args, `--outputFile=${report}`], { env: plainEnv() });
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  for (const { name, assertionResults } of testResults) {
    const count = (is: string) => assertionResults.filter(({ status }) => status === is).length;
    results.set(name.slice(name.lastIndexOf("/") + 1), { passed: count("passed"), failed: count("failed") });
  }
});

test.each(NAMED)("as it is %s passes", (named) => {
  const result = results.get(`${named.replaceAll("/", "-")}.test.js`);
  expect(result).toEqual({ passed: expect.any(Number), failed: 0 });
  expect(result?.passed).toBeGreaterThan(0);
});

test.each(MUTANTS.map((mutant, number) => [number, ...mutant] as const))(
  "mutant %i in %s: %j, made %j, is noticed by %s",
  (number, file, text) => {
    expect(textOf(file).split(text)).toHaveLength(2);
    expect(results.get(`mutant-${number}.test.js`)?.failed).toBeGreaterThan(0);
  },
);
